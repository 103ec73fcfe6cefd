package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import java.util.Optional;

/**
 * A row of one's own: stages around a model of the comparison, written {@code NAME[@MODEL]=STAGES}.
 *
 * @param name of the row
 * @param model the row whose classifier stands behind the stages; empty for the first
 * @param stages in words
 */
record AddedDefence(String name, Optional<String> model, String stages) {
  /**
   * Reads one. Names end at the first equals sign, so that stages may have more of them.
   *
   * @throws BadInputException if it is not of this form, or a stage is unknown
   */
  static AddedDefence parse(String text) {
    int equals = text.indexOf('=');
    String left = equals < 0 ? text : text.substring(0, equals);
    int at = left.indexOf('@');
    String name = (at < 0 ? left : left.substring(0, at)).strip();
    Optional<String> model =
        at < 0 ? Optional.empty() : Optional.of(left.substring(at + 1).strip());
    String stages = equals < 0 ? "" : text.substring(equals + 1).strip();
    if (equals < 0 || stages.isEmpty() || model.filter(String::isEmpty).isPresent()) {
      throw new BadInputException(
          "--defence '%s' is not of the form NAME=STAGES or NAME@MODEL=STAGES, such as jpeg=jpeg:75"
              .formatted(text));
    }
    ComparedNames.check(name, "--defence");
    Defence.parse(stages);
    return new AddedDefence(name, model, stages);
  }
}
