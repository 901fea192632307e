package io.anteroom.deployment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/version} finds every place that says the version. */
class VersionScriptTest {

  private static final String NEW = "9.8.7-SNAPSHOT";

  /** What is built, fetched, or of a tool. */
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "dist", ".git");

  /** They tell of a certain release, or of libraries. */
  private static final List<String> ANOTHER_MEANING =
      List.of(
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "docs/releasing.md",
          ".ci/release",
          "clients/generated/typescript/package-lock.json");

  @Test
  void noFileIsForgotten(@TempDir Path folder) throws Exception {
    String old = new Pom().version();
    assertNotEquals(NEW, old);
    List<Path> naming = naming(old);
    assertFalse(naming.isEmpty());
    for (Path file : naming) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Checkout.path(file.toString()), copy);
    }
    Path script = Files.createDirectories(folder.resolve(".ci")).resolve("version");
    Files.copy(Checkout.path(".ci/version"), script);
    Process run =
        new ProcessBuilder("bash", script.toString(), NEW).redirectErrorStream(true).start();
    String output = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, run.waitFor(), output);
    Pattern isOld = pattern(old);
    Set<String> forgotten = new TreeSet<>();
    for (Path file : naming) {
      Files.readString(folder.resolve(file))
          .lines()
          .filter(line -> isOld.matcher(line).find())
          .forEach(line -> forgotten.add(file + ": " + line.strip()));
    }
    assertEquals(Set.of(), forgotten);
  }

  private static List<Path> naming(String version) throws IOException {
    Pattern pattern = pattern(version);
    Path root = Checkout.path("");
    List<Path> naming = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // Other tests write there.
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = root.relativize(file).toString();
            if (!ANOTHER_MEANING.contains(name)
                && pattern.matcher(Files.readString(file, ISO_8859_1)).find()) {
              naming.add(root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return naming;
  }

  private static Pattern pattern(String version) {
    return Pattern.compile("(?<![0-9.])" + Pattern.quote(version) + "(?![0-9A-Za-z])");
  }
}
