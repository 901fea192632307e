package io.anteroom.callback.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The Node program under {@code standardwebhooks}, with its packages, in the build's folder. */
final class NodePackage {

  private static final Logger LOG = Logger.getLogger(NodePackage.class);
  private static final Path FOLDER = Path.of("target", "standardwebhooks").toAbsolutePath();
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "receiver.mjs");

  /** Errors of npm that mean a wrong lock file; any other failure is the machine's. */
  private static final List<String> OUR_FAULT = List.of("EINTEGRITY", "EUSAGE", "EJSONPARSE");

  private static boolean installed;

  private NodePackage() {}

  /** The folder, ready to run; skips the test where this machine has no Node or reaches no npm. */
  static synchronized Path install() {
    if (!installed) {
      need("node", "--version");
      need("npm", "--version");
      copy();
      installPackages();
      installed = true;
    }
    return FOLDER;
  }

  private static void installPackages() {
    Output output = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    if (output.exit() != 0) {
      assertEquals(List.of(), OUR_FAULT.stream().filter(output.text()::contains).toList());
      skip("npm ci failed: " + output.text());
    }
  }

  private static void need(String... command) {
    Output output = run(command);
    if (output.exit() != 0) {
      skip(command[0] + " does not run: " + output.text());
    }
  }

  private static void skip(String why) {
    String message = "signatures were NOT verified by the library of Standard Webhooks: " + why;
    LOG.warn(message); // a report hides why a test was skipped
    abort(message);
  }

  private static void copy() {
    try {
      Files.createDirectories(FOLDER);
      for (String file : FILES) {
        try (InputStream in = NodePackage.class.getResourceAsStream("/standardwebhooks/" + file)) {
          Files.copy(in, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Output(int exit, String text) {}

  private static Output run(String... command) {
    try {
      Files.createDirectories(FOLDER);
      Path log = FOLDER.resolve("command.log");
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      process.destroyForcibly();
      String text = Files.readString(log, StandardCharsets.UTF_8).strip();
      return ended ? new Output(process.exitValue(), text) : new Output(-1, "no end: " + text);
    } catch (IOException e) {
      return new Output(-1, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
