package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.Mlp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input: exit code 2, one sentence, and nothing left behind. */
class BadInputTest {
  @TempDir private static Path folder = Path.of("");

  private static final String ATTACK =
      "attack --quiet --model DIR/pairs.safetensors --data npz:DIR/good.npz --split all"
          + " --threat linf:8/255 --attack fgsm --curve-samples 0 --out DIR/report";
  private static final String TRAIN =
      "train --quiet --data npz:DIR/good.npz --split all --arch mlp --batch 2 --epochs 1 --out DIR/new.safetensors";

  @BeforeAll
  static void prepare() throws IOException {
    InputSpec sign = InputSpec.image(3, 32, 32);
    bundle("signs", Network.create(new CommonCnn().graph(sign.shape(), 12, null), 0), sign, 12);
    InputSpec pair = new InputSpec(List.of(2), 0, 1);
    bundle("pairs", Network.create(new Mlp(List.of(4)).graph(List.of(2), 2, null), 0), pair, 2);
    byte[] model = Files.readAllBytes(folder.resolve("signs.safetensors"));
    Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(model, model.length / 2));
    model[model.length - 5] ^= 4;
    Files.write(folder.resolve("flipped.safetensors"), model);
    Files.writeString(folder.resolve("file"), "not a folder");
    Files.createDirectory(folder.resolve("idx"));
    Files.write(
        folder.resolve("idx").resolve("t10k-images-idx3-ubyte"),
        new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 4, 1, 2, 3});
    Files.write(
        folder.resolve("idx").resolve("t10k-labels-idx1-ubyte"),
        new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1, 0});
    Files.writeString(folder.resolve("bad.csv"), "a,b,label\n.1,.2,x\n.3,oops,y\n");
    Files.writeString(folder.resolve("wide.csv"), "a,b,label\n1,2,0\n-3,4,1\n5,6,0\n7,8,1\n");
    Files.writeString(folder.resolve("names.csv"), "a,b,label\n.1,.2,x\n.3,.4,y\n.5,.6,x\n");
    npz("good", new float[] {.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f}, 0, 1, 1, 0);
    npz("nan", new float[] {.1f, Float.NaN, .3f, .4f}, 0, 1);
    npz("outside", new float[] {.1f, 1.5f, .3f, .4f}, 0, 1);
    npz("label", new float[] {.1f, .2f, .3f, .4f}, 0, -1);
    npz("many", new float[] {.1f, .2f, .3f, .4f}, 0, 7);
  }

  private static void bundle(String name, Network network, InputSpec input, int classes) {
    List<String> labels =
        Stream.iterate(0, i -> i + 1).limit(classes).map(i -> "class " + i).toList();
    new ModelBundle(network, input, labels, Map.of()).write(folder.resolve(name + ".safetensors"));
  }

  private static void npz(String name, float[] inputs, long... labels) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("inputs", NpyArray.of(inputs, labels.length, 2));
    arrays.put("labels", NpyArray.of(labels, labels.length));
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".npz"))) {
      NpzWriter.write(out, arrays);
    }
  }

  /** The base command with options replaced or appended; a value may be empty but not blank. */
  private static String[] command(String base, String changes) {
    List<String> words = new ArrayList<>(List.of(base.split(" ")));
    List<String> changed = List.of(changes.trim().split(" +"));
    for (int i = 0; i + 1 < changed.size(); i += 2) {
      int at = words.indexOf(changed.get(i));
      if (at < 0) {
        words.add(changed.get(i));
        words.add(changed.get(i + 1));
      } else {
        words.set(at + 1, changed.get(i + 1));
      }
    }
    return words.stream().map(w -> w.replace("DIR", folder.toString())).toArray(String[]::new);
  }

  private static List<String> tree() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(String[] args, String words) {
    List<String> before = tree();
    CommandLineRun run = CommandLineRun.of(args);

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    List<String> lines = run.err().lines().toList();
    assertThat(lines.get(0)).startsWith("redoubt: ").contains(words.split(" & "));
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.matches("See redoubt ?\\w* --help|Did you mean: .*"))
        .hasSizeLessThan(3);
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest(name = "attack {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--model DIR/none.safetensors            | none.safetensors & does not exist",
        "--model DIR/file                        | file & no known format",
        "--model DIR/cut.safetensors             | cut.safetensors & truncated",
        "--model DIR/flipped.safetensors         | flipped.safetensors & digest",
        "--model DIR                             | is a folder",
        "--data roadsigns --split test            | pairs.safetensors & [2] & roadsigns & [3, 32, 32]",
        "--data mnist:DIR/nowhere --split test   | nowhere",
        "--data idx:DIR/idx --split test         | t10k-images-idx3-ubyte",
        "--data csv:DIR/none.csv                 | none.csv",
        "--data csv:DIR/bad.csv                  | bad.csv & oops",
        "--data npz:DIR/file                     | file",
        "--data npz:DIR/nan.npz                  | nan & NaN",
        "--data npz:DIR/outside.npz              | outside & 1.5",
        "--data npz:DIR/label.npz                | label.npz & -1",
        "--model DIR/signs.safetensors           | signs.safetensors & [3, 32, 32] & good & [2]",
        "--data roadsign                         | unknown dataset 'roadsign' & 'roadsigns'",
        "--data mnist --split test               | names no path",
        "--split tset                            | unknown split 'tset'",
        "--limit 0                               | --limit",
        "--limit -5                              | --limit & -5",
        "--limit many                            | --limit & many",
        "--offset -1                             | --offset & -1",
        "--offset 100000                         | --offset & 100000",
        "--threat linf:0                         | positive & 0",
        "--threat linf:-1                        | -1",
        "--threat linf:NaN                       | nan",
        "--threat linf:1/0                       | 1/0",
        "--threat linf:abc                       | abc",
        "--threat linf                           | 'linf' & NORM:EPSILON",
        "--threat lnf:1                          | unknown norm 'lnf' & 'linf'",
        "--attack pdg                            | unknown attack 'pdg' & 'pgd'",
        "--attack fgsm,,pgd                      | unknown attack ''",
        "--loss cee                              | unknown loss 'cee' & 'ce'",
        "--attack pgd --steps 0                  | steps of attack pgd & at least 1 & 0",
        "--attack pgd --restarts -1              | restart & -1",
        "--attack pgd --step-size 0              | step size",
        "--attack pgd --step-size x              | step size & x",
        "--batch 0                               | batch size & 0",
        "--threads 0                             | threads & 0",
        "--seed x                                | --seed & x",
        "--device tpu                            | 'tpu'",
        "--out DIR/nowhere/report                | nowhere & does not exist",
        "--out DIR/file                          | file",
        "--data npz:DIR/many.npz                 | many & 8 classes",
        "--data csv:DIR/wide.csv                 | outside the model's input range",
        "--data csv:DIR/names.csv                | [x, y] & trained on & class 0",
        "--loss dlr --attack pgd                 | dlr & 3 classes & 2",
        "--attack autoattack --steps 20          | autoattack prescribes & apgd-ce,apgd-t",
        "--attack autoattack:plus --queries 9    | autoattack:plus prescribes",
        "--attack autoattack:pluss               | unknown version & 'pluss' & 'plus'",
        "--attack autoattack:custom              | custom=apgd-ce+square",
        "--attack autoattack:custom=apgd-ce+sqar | unknown attack 'sqar' & 'square'",
        "--attack autoattack --threat l0:1       | apgd-ce & l0 & can be run on it: noise, fgsm",
        "--attack fab --threat l0:1              | fab & l0 & can be run on it: noise",
        "--attack square --threat l0:1           | square & l0 & can be run on it: noise",
        "--attack square --queries 0             | queries of attack square & 0",
        "--attack square --restarts 0            | restart",
        "--attack apgd-ce --restarts 0           | restart & 0",
        "--attack apgd-ce --eot 0                | --eot & at least 1 & 0",
        "--attack pgd --eot 0                    | --eot & at least 1 & 0",
        "--attack apgd-t --targets 0             | target & 0",
        "--attack apgd-t --steps 0               | step & 0",
        "--attack fab-t --targets 0              | target & 0",
        "--attack fab --steps 0                  | step & 0",
        "--attack fgsm --queries 9               | no attack of 'fgsm' takes queries & square",
        "--attack autoattack --step-size .1      | autoattack prescribes",
        "--bogus 1                               | --bogus",
      })
  void attack(String changes, String words) {
    assertRefused(command(ATTACK, changes), words);
  }

  @ParameterizedTest(name = "train {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--arch resnet                          | unknown architecture 'resnet' & 'resnet18'",
        "--arch common-cnn                      | common-cnn & [2]",
        "--method pdg --threat linf:0.1         | unknown method 'pdg' & 'pgd'",
        "--method pgd                           | --threat",
        "--method pgd --threat linf:0           | positive",
        "--method pgd --threat linf:0.1 --attack-steps 0 | at least 1 step",
        "--method trades --threat linf:0.1 --beta -1 | beta & -1",
        "--method mart --threat linf:0.1 --beta -1   | beta & -1",
        "--method pgd --threat linf:0.1 --beta 1     | method pgd takes no --beta",
        "--method standard --sigma 0.1               | method standard takes no --sigma",
        "--method gaussian --sigma 0                 | sigma & 0",
        "--method gaussian --threat l2:1             | --method pgd",
        "--method ablation --sigma 1                 | method ablation takes no --sigma",
        "--method ablation --kept 3000               | less than half & 3000",
        "--method deletion --deletion-rate 1.5       | rate & 1.5",
        "--method smoothadv --threat linf:0.1        | l2",
        "--method trades --threat linf:0.1,l2:1      | one threat",
        "--method free --threat linf:0.1 --replays 0 | replay",
        "--method pgd --threat linf:0.1 --norms min  | 'min' & 'max'",
        "--method pgd --threat linf:0.1 --clean-fraction 1.5 | fraction & 1.5",
        "--method trades --threat linf:0.1 --clean-fraction .5 | takes no --clean-fraction",
        "--method pgd --threat linf:0.1,l2:1 --clean-fraction .5 | one threat & 2",
        "--method smoothadv --threat l2:1 --attack-steps 0 | at least 1 step",
        "--method macer --label-smoothing .1         | label smoothing",
        "--label-smoothing 1                         | label smoothing & 1",
        "--ema 1                                     | EMA & 1",
        "--ema --swa                                 | --ema and --swa",
        "--awp 0                                     | positive gamma",
        "--awp-warmup 2                              | --awp",
        "--keep bets                                 | 'best'",
        "--keep best --held-out 0                    | held-out & best",
        "--keep last --patience 2                    | patience",
        "--on-collapse stopp                         | 'stop'",
        "--attack-mode evil                          | 'eval'",
        "--extra-share .5                            | --extra",
        "--extra npz:DIR/good.npz --extra-split all --extra-share 1 | share & 1",
        "--extra roadsigns                           | another kind",
        "--batch 5                                   | batch of 5 & 4 samples",
        "--recipe mnist-pgdd                         | 'mnist-pgd'",
        "--from DIR/signs.safetensors                | weights alone & signs.safetensors",
        "--from DIR/none.safetensors                 | none.safetensors",
        "--from onnxruntime:DIR/none.onnx            | weights alone",
        "--out DIR/new.pt                            | TorchScript & new.pt",
        "--optimizer adm                        | unknown optimizer 'adm' & 'adam'",
        "--schedule cosin                       | unknown schedule 'cosin' & 'cosine'",
        "--augment flop                         | unknown augmentation 'flop' & 'flip'",
        "--augment flip                         | augmentations & images & [2]",
        "--epochs 0                             | at least 1 epoch & 0",
        "--epochs -1                            | at least 1 epoch & -1",
        "--batch 0                              | at least 1 & 0",
        "--limit 0                              | --limit",
        "--limit 1                              | at least 2 samples",
        "--learning-rate 0                      | learning rate & 0",
        "--learning-rate NaN                    | learning rate & NaN",
        "--learning-rate 1e38 --optimizer sgd --schedule constant | diverged & epoch 1, step 2 of 2",
        "--weight-decay -1                      | weight decay & -1",
        "--weight-decay NaN                     | weight decay & NaN",
        "--clip-norm -1                         | negative",
        "--epsilon-warmup -1                    | negative",
        "--held-out -1                          | negative",
        "--threads -2                           | threads & -2",
        "--out DIR/nowhere/new.safetensors      | new.safetensors & can't be written",
        "--out DIR                              | can't be written",
        "--data cifar10:DIR --split train       | cifar",
      })
  void train(String changes, String words) {
    assertRefused(command(TRAIN, changes), words);
  }

  @Test
  void otherCommands() {
    String[] data = command("data info --data roadsigns", "--data images:DIR/nowhere");
    assertRefused(data, "nowhere");
    assertRefused(command("model info", "--model DIR/flipped.safetensors"), "digest");
    assertRefused(command("demo --quiet", "--out DIR/nowhere/demo"), "nowhere");
    assertRefused(command("demo --quiet", "--out DIR/file"), "file");
    assertRefused(new String[] {"attack", "--quiet"}, "--model");
    assertRefused(new String[] {"atack"}, "atack");
  }

  @Test
  void stackTraceIsShownOnRequestOnly() {
    CommandLineRun run =
        CommandLineRun.of(command(ATTACK + " --debug", "--model DIR/none.safetensors"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("\tat dev.redoubt.");
    assertThat(run.err().lines().filter(line -> line.startsWith("redoubt: "))).hasSize(1);
  }
}
