package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.Audit;
import dev.redoubt.audit.AuditJournal;
import dev.redoubt.audit.AuditListener;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Auditor;
import dev.redoubt.audit.Halves;
import dev.redoubt.audit.Investigations;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.audit.Verdict;
import dev.redoubt.audit.Verification;
import dev.redoubt.audit.Verifier;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit writes is read again, and verified from the files alone. */
final class AuditRecordTest {
  private static final Dataset DATA = Halves.spread(60);
  private static final AuditPlan PLAN =
      Investigations.plan(
          Investigations.plan(.1).threat(), OptionalDouble.of(.95), Investigations.arsenal());

  private static @Nullable Audit audit;

  @TempDir private Path folder = Path.of("");

  private static Audit audit() {
    if (audit == null) {
      audit =
          new Auditor(PLAN, Device.CPU, AuditListener.none())
              .audit(Pipeline.of(Halves.threshold()), DATA, AuditJournal.none());
    }
    return audit;
  }

  @BeforeEach
  void write() {
    AuditFiles.write(
        folder,
        new AuditReport(
            ReportFixtures.provenance("redoubt", "audit", "--claim", "0.95"),
            new DataSummary("points", "test", 60),
            new ThreatSummary("linf", .1, "linf:0.1"),
            new ModelIdentity("net", "ab".repeat(32)),
            null,
            audit(),
            List.of(),
            1),
        Halves.INPUT);
  }

  private Verification verify() {
    return new Verifier(PLAN, Pipeline.of(Halves.threshold()), DATA, Device.CPU)
        .verify(AuditRecord.read(folder).content());
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    Files.writeString(path, text.substring(0, at) + to + text.substring(at + from.length()));
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> AuditRecord.read(folder))
        .isInstanceOf(BadInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void everythingComesBack() {
    AuditRecord record = AuditRecord.read(folder);
    assertThat(record.commandLine()).containsExactly("redoubt", "audit", "--claim", "0.95");
    assertThat(record.modelDigest()).isEqualTo("ab".repeat(32));
    assertThat(record.dataDigest()).isEqualTo("0123456789abcdef".repeat(4));
    assertThat(record.threat()).isEqualTo("linf:0.1");
    assertThat(record.claim()).hasValue(.95);
    Verifier.Files content = record.content();
    assertThat(content.verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(content.robust()).isEqualTo(48);
    assertThat(content.notRun()).isEqualTo(audit().notRun());
    for (int i = 0; i < 60; i++) {
      SampleEvidence read = content.evidence().get(i);
      SampleEvidence written = audit().evidence().get(i);
      assertThat(read.outcome()).isEqualTo(written.outcome());
      assertThat(read.witness()).isEqualTo(written.witness());
    }
    assertThat(content.checks()).hasSameSizeAs(audit().checks());
    for (int i = 0; i < content.checks().size(); i++) {
      assertThat(content.checks().get(i).id()).isEqualTo(audit().checks().get(i).id());
      assertThat(content.checks().get(i).unresolved())
          .isEqualTo(audit().checks().get(i).unresolved());
      assertThat(content.checks().get(i).isClean()).isEqualTo(audit().checks().get(i).isClean());
    }
    Verification verification = verify();
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.witnesses()).isEqualTo(12);
    assertThat(verification.stands()).isTrue();
  }

  @Test
  void aStatusThatIsFlippedIsSeen() throws IOException {
    change("samples.jsonl", "\"status\":\"broken\"", "\"status\":\"survived\"");
    assertThat(verify().stands()).isFalse();
    assertThat(verify().problems()).anyMatch(p -> p.contains("samples.jsonl 49"));
  }

  @Test
  void aVerdictThatIsChangedIsSeen() throws IOException {
    change("audit.json", "\"refuted\"", "\"credible\"");
    Verification verification = verify();
    assertThat(verification.recorded()).isEqualTo(Verdict.CREDIBLE);
    assertThat(verification.again()).isEqualTo(Verdict.REFUTED);
    assertThat(verification.stands()).isFalse();
    change("audit.json", "\"credible\"", "\"splendid\"");
    assertRefused("splendid");
  }

  @Test
  void aLineThatIsMissingIsSeen() throws IOException {
    Path samples = folder.resolve("samples.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(samples));
    lines.remove(10);
    Files.write(samples, lines);
    assertThat(verify().problems())
        .containsExactly("There is evidence on 59 samples, but the data have 60.");
  }

  @Test
  void linesThatAreSwappedAreSeen() throws IOException {
    Path samples = folder.resolve("samples.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(samples));
    lines.add(20, lines.remove(21));
    Files.write(samples, lines);
    assertThat(verify().problems()).hasSize(2);
  }

  private void witnesses(long[] ids, float[] inputs, long... shape) throws IOException {
    int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    try (OutputStream out = Files.newOutputStream(folder.resolve("witnesses.npz"))) {
      NpzWriter.write(
          out, Map.of("ids", NpyArray.of(ids, ids.length), "inputs", NpyArray.of(inputs, sizes)));
    }
  }

  @Test
  void witnessesOfOthersAreSeen() throws IOException {
    long[] ids = {0};
    witnesses(ids, new float[] {0, 0, 0, 0, 0, 0}, 1, 6);
    assertThat(verify().problems()).hasSizeGreaterThanOrEqualTo(12);
    witnesses(ids, new float[] {0, 0, 0}, 1, 3);
    assertThat(verify().stands()).isFalse();
  }

  @Test
  void filesThatAreCutOffAreRefused() throws IOException {
    for (String file : List.of("witnesses.npz", "samples.jsonl", "audit.json")) {
      byte[] whole = Files.readAllBytes(folder.resolve(file));
      Files.write(folder.resolve(file), Arrays.copyOf(whole, whole.length / 2 + 1));
      assertRefused(folder.toString());
      Files.write(folder.resolve(file), whole);
      assertThat(AuditRecord.read(folder).content().robust()).isEqualTo(48);
    }
  }

  @Test
  void filesThatAreMissingAreRefused() throws IOException {
    for (String file : List.of("witnesses.npz", "samples.jsonl", "audit.json")) {
      byte[] whole = Files.readAllBytes(folder.resolve(file));
      Files.delete(folder.resolve(file));
      assertRefused(file);
      Files.write(folder.resolve(file), whole);
    }
  }

  @Test
  void filesOfOtherCommandsAndWithoutTheirKeysAreRefused() throws IOException {
    change("audit.json", "\"checks\"", "\"cheques\"");
    assertRefused("audit.json has no 'checks'");
    change("audit.json", "\"command\" : \"audit\"", "\"command\" : \"attack\"");
    assertRefused("not from redoubt audit");
    Files.writeString(folder.resolve("audit.json"), "[]");
    assertRefused("not from redoubt audit");
    Files.writeString(folder.resolve("audit.json"), "");
    assertRefused("audit.json");
  }

  @Test
  void anArchiveWithoutItsArraysIsRefused() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("witnesses.npz"))) {
      NpzWriter.write(out, Map.of("other", NpyArray.of(new long[] {1}, 1)));
    }
    assertRefused("no arrays 'ids' and 'inputs'");
  }
}
