package dev.redoubt.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * One instance of a VNN-COMP benchmark, and what its solvers agreed on.
 *
 * @param suite the benchmark
 * @param network an ONNX file
 * @param specification a VNN-LIB file
 * @param verdict {@code sat} if a counterexample exists, {@code unsat} if none does, or {@code
 *     unknown}
 */
record VnnCompInstance(String suite, Path network, Path specification, String verdict) {
  /**
   * All instances of a table of verdicts.
   *
   * @param table with the columns category, onnx, vnnlib and trusted_verdict; files lie beside it
   */
  static List<VnnCompInstance> read(Path table) throws IOException {
    List<VnnCompInstance> instances = new ArrayList<>();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in = Files.newBufferedReader(table);
        CSVParser rows = CSVParser.parse(in, format)) {
      for (CSVRecord row : rows) {
        instances.add(
            new VnnCompInstance(
                row.get("category"),
                packed(table.resolveSibling(row.get("onnx"))),
                packed(table.resolveSibling(row.get("vnnlib"))),
                row.get("trusted_verdict")));
      }
    }
    return instances;
  }

  /** The published tables name unpacked files. */
  private static Path packed(Path file) {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    return Files.exists(file) ? file : packed;
  }
}
