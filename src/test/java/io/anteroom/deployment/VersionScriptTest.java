package io.anteroom.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/version} finds every place that says the version. */
class VersionScriptTest {

  private static final String NEW = "9.8.7-SNAPSHOT";
  private static final Path SCRIPT = Path.of(".ci/version");

  private final String version = new Pom().version();

  VersionScriptTest() throws Exception {}

  @Test
  void noFileIsForgotten(@TempDir Path folder) throws Exception {
    assertNotEquals(NEW, version);
    List<Path> naming = VersionedFiles.naming(version);
    assertFalse(naming.isEmpty());
    VersionedFiles.copy(naming, folder);
    VersionedFiles.copy(List.of(SCRIPT), folder);
    set(folder, NEW);
    Pattern isOld = VersionedFiles.pattern(version);
    Set<String> forgotten = new TreeSet<>();
    for (Path file : naming) {
      Files.readString(folder.resolve(file))
          .lines()
          .filter(line -> isOld.matcher(line).find())
          .forEach(line -> forgotten.add(file + ": " + line.strip()));
    }
    assertEquals(Set.of(), forgotten);
  }

  /** Back again, every file has the bytes that it had. */
  @Test
  void itIsSetForthAndBack(@TempDir Path folder) throws Exception {
    List<Path> naming = VersionedFiles.naming(version);
    VersionedFiles.copy(naming, folder);
    VersionedFiles.copy(List.of(SCRIPT), folder);
    set(folder, NEW);
    set(folder, version);
    for (Path file : naming) {
      String now = withoutTime(Files.readString(folder.resolve(file)));
      assertEquals(
          withoutTime(Files.readString(Checkout.path(file.toString()))), now, file::toString);
    }
  }

  /**
   * No file says the version of the development before this release, which came with a change that
   * was begun before it; and none says the next one, which nobody would change when it comes.
   */
  @Test
  void noFileSaysAnotherVersionOfTheDevelopment() throws Exception {
    String[] parts = version.replace("-SNAPSHOT", "").split("\\.");
    String next = "%s.%d.0-SNAPSHOT".formatted(parts[0], Integer.parseInt(parts[1]) + 1);
    assertEquals(List.of(), VersionedFiles.naming(next));
    if (!version.endsWith("-SNAPSHOT")) {
      assertEquals(List.of(), VersionedFiles.naming(version + "-SNAPSHOT"));
    }
  }

  /** A release sets it to its day. */
  private static String withoutTime(String text) {
    return text.replaceAll("<project.build.outputTimestamp>.*", "");
  }

  private static void set(Path folder, String version) throws Exception {
    Process run =
        new ProcessBuilder("bash", folder.resolve(SCRIPT).toString(), version)
            .redirectErrorStream(true)
            .start();
    String output = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, run.waitFor(), output);
  }
}
