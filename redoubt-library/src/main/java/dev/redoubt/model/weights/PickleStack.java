package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.model.weights.PickleValue.Constant;
import java.util.ArrayList;
import java.util.List;

/** The stack on which a pickle builds its values; marks begin groups. */
final class PickleStack {
  private final List<Object> values = new ArrayList<>();
  private final String source;

  PickleStack(String source) {
    this.source = source;
  }

  void push(Object value) {
    values.add(value);
  }

  /** The last value, which stays. */
  Object top() {
    if (values.isEmpty() || values.get(values.size() - 1) == Constant.MARK) {
      throw damaged();
    }
    return values.get(values.size() - 1);
  }

  Object pop() {
    Object value = top();
    values.remove(values.size() - 1);
    return value;
  }

  /** The last {@code count} values, the earliest first. */
  List<Object> popLast(int count) {
    List<Object> popped = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      popped.add(0, pop());
    }
    return popped;
  }

  /** All values after the last mark, the earliest first; the mark goes too. */
  List<Object> popToMark() {
    int mark = values.lastIndexOf(Constant.MARK);
    if (mark < 0) {
      throw damaged();
    }
    List<Object> group = new ArrayList<>(values.subList(mark + 1, values.size()));
    values.subList(mark, values.size()).clear();
    return group;
  }

  BadInputException damaged() {
    return new BadInputException(source + " is damaged: its pickle makes no sense");
  }
}
