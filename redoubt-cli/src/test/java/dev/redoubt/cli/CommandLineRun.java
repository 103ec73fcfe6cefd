package dev.redoubt.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What one run of the program came to. */
record CommandLineRun(int code, String out, String err) {
  static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandLineRun(code, out.toString(), err.toString());
  }
}
