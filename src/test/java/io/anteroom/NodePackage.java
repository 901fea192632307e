package io.anteroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A folder of the test resources with a {@code package.json} and its lock file, copied to the
 * build's folder and with its packages. Thread-safe.
 */
public final class NodePackage {

  /** What a command printed; the exit code is -1 where it did not run or did not end. */
  public record Output(int exit, String text) {}

  private static final Logger LOG = Logger.getLogger(NodePackage.class);

  /** Errors of npm that mean a wrong lock file; any other failure is the machine's. */
  private static final List<String> OUR_FAULT = List.of("EINTEGRITY", "EUSAGE", "EJSONPARSE");

  private static final Map<String, NodePackage> INSTALLED = new ConcurrentHashMap<>();

  private final Path folder;
  private final String undone;

  private NodePackage(String name, String undone) {
    this.folder = Path.of("target", name).toAbsolutePath();
    this.undone = undone;
  }

  /**
   * The package, ready to run. Skips the test where this machine has no Node that fits, or npm has
   * the packages neither in its cache nor from its registry.
   *
   * @param name of the folder
   * @param undone what is left out then, as a sentence begins: "signatures were NOT verified"
   * @param files beside those of npm
   */
  public static NodePackage install(String name, String undone, String... files) {
    return INSTALLED.computeIfAbsent(
        name,
        key -> {
          NodePackage made = new NodePackage(name, undone);
          made.need("node", "--version");
          made.need("npm", "--version");
          made.copy(files);
          made.installPackages();
          return made;
        });
  }

  public Path folder() {
    return folder;
  }

  private void installPackages() {
    Output output =
        run(
            "npm",
            "ci",
            "--ignore-scripts",
            "--engine-strict",
            "--prefer-offline",
            "--fetch-retries=1",
            "--no-audit",
            "--no-fund");
    if (output.exit() != 0) {
      assertEquals(List.of(), OUR_FAULT.stream().filter(output.text()::contains).toList());
      skip("npm ci failed: " + output.text());
    }
  }

  private void need(String... command) {
    Output output = run(command);
    if (output.exit() != 0) {
      skip(command[0] + " does not run: " + output.text());
    }
  }

  private void skip(String why) {
    String message = undone + ": " + why;
    LOG.warn(message); // a report hides why a test was skipped
    abort(message);
  }

  private void copy(String... files) {
    List<String> all = new ArrayList<>(List.of(files));
    all.addAll(List.of("package.json", "package-lock.json"));
    try {
      for (String file : all) {
        String resource = "/" + folder.getFileName() + "/" + file;
        try (InputStream in = NodePackage.class.getResourceAsStream(resource)) {
          Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command in the folder, for at most two minutes. */
  public Output run(String... command) {
    return run(Duration.ofMinutes(2), command);
  }

  /** The same for at most so long. */
  public Output run(Duration max, String... command) {
    try {
      Files.createDirectories(folder);
      Path log = folder.resolve("command.log");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(max.toSeconds(), TimeUnit.SECONDS);
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
