package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.open;
import static dev.redoubt.catalog.Parameter.word;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.probe.InputDiversity;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.attack.probe.TranslationInvariant;
import dev.redoubt.attack.transfer.Transfer;
import dev.redoubt.attack.universal.UniversalAttack;
import dev.redoubt.attack.universal.UniversalFile;
import dev.redoubt.catalog.Arguments;
import dev.redoubt.catalog.Losses;
import dev.redoubt.catalog.Parameter;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.LabelModel;
import java.nio.file.Path;
import java.util.List;

/** Attacks that are made elsewhere than on the target. */
final class TransferAttacks {
  private static final List<String> HELPS = List.of("mi", "ni", "di", "ti", "si");

  /** From this side on, images take the kernel of the paper. */
  private static final int LARGE = 128;

  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "transfer",
              Family.TRANSFER,
              LabelModel.class,
              AttackKind.EVERY_NORM,
              "steps on models given with --surrogate, in place of the target",
              "none on the target; on each surrogate steps forward and backward a restart",
              "Papernot et al. 2016; Dong et al. 2018, 2019; Xie et al. 2019; Lin et al. 2020",
              List.of(
                  word(
                      "with",
                      "what makes it carry over, with dashes between: mi (momentum), ni (Nesterov), di (input diversity), ti (translation-invariant), si (five scale copies)",
                      "mi-di"),
                  count("steps", "steps a restart", 10),
                  open(
                      "step-size",
                      "length of a step in pixel space; epsilon / steps unless given",
                      Parameter.Type.WORD),
                  count("restarts", "runs, each on what the target still gets right", 1),
                  word("loss", "what is raised: ce, margin, dlr or probability-margin", "ce")),
              TransferAttacks::transfer),
          new AttackKind(
              "universal",
              Family.TRANSFER,
              LabelModel.class,
              AttackKind.EVERY_NORM,
              "one perturbation for all samples, made on other data by redoubt universal",
              "none",
              "Moosavi-Dezfooli et al. 2017; Shafahi et al. 2020",
              List.of(Parameter.file("file", "what redoubt universal wrote")),
              (a, context) -> new UniversalAttack(UniversalFile.read(Path.of(a.text("file"))))));

  private TransferAttacks() {}

  private static Attack<?> transfer(Arguments a, AttackContext context) {
    if (context.surrogates().isEmpty()) {
      throw new BadInputException(
          "attack transfer wants a model to stand in for the target: give --surrogate MODEL");
    }
    List<String> helps = List.of(a.text("with").split("-", -1));
    for (String help : helps) {
      if (!HELPS.contains(help)) {
        throw Suggestion.unknown("help of attack transfer", help, HELPS);
      }
    }
    boolean images = context.surrogates().stream().allMatch(model -> model.input().isImage());
    boolean momentum = helps.contains("mi") || helps.contains("ni");
    int steps = a.whole("steps");
    Pgd recipe =
        new Pgd(
            a.text("with"),
            Losses.named(a.text("loss")),
            steps,
            a.textIfGiven("step-size")
                .map(StepSize::parse)
                .orElse(new StepSize.OfEpsilon(1.0 / steps)),
            a.whole("restarts"),
            a.whole("restarts") > 1,
            momentum ? 1 : 0,
            true,
            probe(helps, images, context));
    return new Transfer(context.surrogates(), recipe);
  }

  /** Images alone can be resized or shifted: the default leaves that out for other inputs. */
  private static Probe probe(List<String> helps, boolean images, AttackContext context) {
    Probe probe = helps.contains("ni") ? Probe.PLAIN.lookingAhead() : Probe.PLAIN;
    if (helps.contains("si")) {
      probe = probe.overScales(Probe.SCALES);
    }
    if (helps.contains("di") && (images || helps.contains("ti"))) {
      probe = probe.with(new InputDiversity());
    }
    if (helps.contains("ti")) {
      List<Integer> shape = context.surrogates().get(0).input().shape();
      boolean large = shape.get(shape.size() - 1) >= LARGE;
      probe =
          probe.with(
              large
                  ? new TranslationInvariant(TranslationInvariant.LARGE_IMAGES)
                  : new TranslationInvariant());
    }
    return probe;
  }
}
