package dev.redoubt.model.script;

import dev.redoubt.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Checks a TorchScript archive before native code reads it: a zip with one root folder that holds
 * {@code data.pkl}, {@code constants.pkl} and {@code code/}, whose entries have the sizes and CRCs
 * that the directory states.
 *
 * <p>TorchScript is a small language of tensor operations, not Python; what it can do besides
 * computing is to write and map files, and archives whose code does so are refused.
 */
final class ScriptArchive {
  /** What deflated entries may add to the size of the file: code is small. */
  private static final long INFLATION = 64L << 20;

  private static final String EXPECTED =
      ", expected a TorchScript archive (written by torch.jit.save)";

  /** {@code aten::save} and {@code aten::from_file}, however they are reached. */
  private static final Pattern FILE_ACCESS = Pattern.compile("\\b(save|from_file)\\b");

  /** An attribute read by a name that is there in full, as Sequential's numbers are. */
  private static final Pattern PLAIN_GETATTR =
      Pattern.compile("\\bgetattr\\([\\w.()]+, \"[^\"\\\\]*\"\\)");

  private static final Pattern GETATTR = Pattern.compile("\\bgetattr\\b");

  private static final List<String> SPECIAL =
      List.of("code/", "data.pkl", "data/", "constants.pkl", "constants/", "version", "byteorder");

  private ScriptArchive() {}

  /**
   * Checks an archive.
   *
   * @throws BadInputException if it is missing, something else, or damaged
   */
  static void check(Path file) {
    try {
      checkMagic(file);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        checkEntries(file, zip);
      }
    } catch (NoSuchFileException e) {
      throw new BadInputException("model " + file + " does not exist", e);
    } catch (ZipException | IllegalArgumentException e) {
      if (e instanceof BadInputException bad) {
        throw bad;
      }
      throw damaged(file, "it is no intact zip (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new BadInputException("model " + file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static void checkMagic(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadInputException("model " + file + " is a folder" + EXPECTED);
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(2);
    }
    if (start.length > 1 && (start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5) {
      throw stateDict(file); // a bare pickle: torch.save before 1.6
    }
    if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
      throw new BadInputException("model " + file + " is no zip" + EXPECTED);
    }
  }

  private static BadInputException stateDict(Path file) {
    return new BadInputException(
        "model "
            + file
            + " holds weights without code, as torch.save writes them: say with --arch which"
            + " architecture they belong to, or save the model with torch.jit.save");
  }

  private static void checkEntries(Path file, ZipFile zip) throws IOException {
    List<? extends ZipEntry> entries = Collections.list(zip.entries());
    String root =
        entries.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.matches("[^/]+/data\\.pkl"))
            .map(name -> name.substring(0, name.indexOf('/') + 1))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "model " + file + " is a zip without data.pkl" + EXPECTED));
    String code = root + "code/";
    boolean hasCode = entries.stream().anyMatch(entry -> entry.getName().startsWith(code));
    boolean hasConstants = zip.getEntry(root + "constants.pkl") != null;
    if (!hasCode && !hasConstants) {
      throw stateDict(file);
    }
    if (!hasCode || !hasConstants) {
      throw damaged(file, "it has no " + (hasCode ? "constants.pkl" : "code"), null);
    }
    checkSpelling(file, entries, root);
    long allowed = Files.size(file) + INFLATION;
    for (ZipEntry entry : entries) {
      allowed -= Math.max(0, entry.getSize());
      if (allowed < 0) {
        throw damaged(file, "it would unpack to much more than its own size", null);
      }
      String name = entry.getName();
      boolean source = name.startsWith(code) && !name.endsWith(".debug_pkl");
      checkEntry(file, zip, entry, source);
    }
    checkTensors(file, zip, root, "data");
    checkTensors(file, zip, root, "constants");
  }

  /** The engine looks entries up without regard to case: no other spelling may hide one. */
  private static void checkSpelling(Path file, List<? extends ZipEntry> entries, String root) {
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry : entries) {
      String name = entry.getName();
      String inner = name.startsWith(root) ? name.substring(root.length()) : "";
      String lower = inner.toLowerCase(Locale.ROOT);
      boolean disguised =
          inner.isEmpty()
              || !seen.add(lower)
              || (lower.endsWith(".py") && !inner.endsWith(".py"))
              || SPECIAL.stream()
                  .anyMatch(part -> lower.startsWith(part) && !inner.startsWith(part));
      if (disguised) {
        throw new BadInputException(
            "model %s is refused: its entry '%s' is not spelled as torch.jit.save does"
                .formatted(file, name));
      }
    }
  }

  private static void checkTensors(Path file, ZipFile zip, String root, String name)
      throws IOException {
    ZipEntry pickle = Objects.requireNonNull(zip.getEntry(root + name + ".pkl"));
    try (InputStream in = zip.getInputStream(pickle)) {
      PickledTensors.check(
          in.readAllBytes(),
          key -> {
            ZipEntry data = zip.getEntry(root + name + "/" + key);
            return data == null ? -1 : data.getSize();
          });
    } catch (BadInputException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static void checkEntry(Path file, ZipFile zip, ZipEntry entry, boolean source)
      throws IOException {
    CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
    long size;
    try (in) {
      if (source) {
        byte[] bytes = in.readAllBytes();
        size = bytes.length;
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (FILE_ACCESS.matcher(text).find() || hidesAName(text)) {
          throw new BadInputException(
              "model "
                  + file
                  + " is refused: its code "
                  + entry.getName()
                  + " calls save or from_file, or hides what it calls, and a model has no business with files");
        }
      } else {
        size = in.transferTo(OutputStream.nullOutputStream());
      }
    }
    if (size != entry.getSize() || in.getChecksum().getValue() != entry.getCrc()) {
      throw damaged(file, "the checksum of " + entry.getName() + " does not match", null);
    }
  }

  /** Whether it reads an attribute whose name the engine would first have to put together. */
  private static boolean hidesAName(String code) {
    String rest = code;
    String before;
    do {
      before = rest;
      rest = PLAIN_GETATTR.matcher(before).replaceAll("x");
    } while (!rest.equals(before));
    return GETATTR.matcher(rest).find();
  }

  private static BadInputException damaged(
      Path file, @Nullable String why, @Nullable Exception cause) {
    String message = "model " + file + " is truncated or damaged: " + why;
    return cause == null ? new BadInputException(message) : new BadInputException(message, cause);
  }
}
