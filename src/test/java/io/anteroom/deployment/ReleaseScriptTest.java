package io.anteroom.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When {@code .ci/release} tags, and what. The scripts that it calls take an hour, so others are in
 * their places here.
 */
class ReleaseScriptTest {

  private static final String DEVELOPMENT = "1.2.0-SNAPSHOT";
  private static final String CHECKED = "echo ci: all passed";

  /** What two builds would leave behind. */
  private static final String BUILT =
      """
      built=$REPRODUCIBLE_KEEP/one/target
      mkdir -p "$built/quarkus-app" "$built/licences/a" "$built/classes/META-INF/sbom"
      touch "$built/quarkus-app/quarkus-run.jar" "$built/licences/a/LICENSE"
      touch "$built/classes/META-INF/sbom/anteroom.cdx.json" "$built/classes/META-INF/THIRD-PARTY.txt"
      """;

  private static List<Path> versioned;

  @TempDir private Path folder;

  @BeforeAll
  static void lookForFiles() throws Exception {
    versioned = VersionedFiles.naming(new Pom().version());
  }

  @BeforeEach
  void aCheckout() throws Exception {
    VersionedFiles.copy(versioned, folder);
    List<String> others = List.of("LICENSE", ".ci/release", ".ci/version");
    VersionedFiles.copy(others.stream().map(Path::of).toList(), folder);
    script(".ci/run", CHECKED);
    script(".ci/reproducible", BUILT);
    script(".ci/notices", "echo notices: all named");
    Files.writeString(folder.resolve(".gitignore"), "target/\n");
    Files.writeString(folder.resolve("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- A line\n");
    succeeds("bash", ".ci/version", DEVELOPMENT);
    succeeds("git", "init", "-q");
    commit();
  }

  @Test
  void aReleaseIsTaggedAndTheNextVersionFollows() throws Exception {
    succeeds("bash", ".ci/release", "1.2.0");
    assertTrue(succeeds("git", "show", "v1.2.0:pom.xml").contains("<version>1.2.0</version>"));
    assertTrue(succeeds("git", "show", "HEAD:pom.xml").contains("<version>1.3.0-SNAPSHOT<"));
    String changelog = Files.readString(folder.resolve("CHANGELOG.md"));
    assertTrue(
        changelog.matches("(?s)# Changelog\n\n## Unreleased\n\n## 1.2.0 \\(20.*\\)\n\n- A line\n"));
    assertEquals("", succeeds("git", "status", "--porcelain"));
  }

  @Test
  void whatIsShippedIsTheBuildThatWasCompared() throws Exception {
    succeeds("bash", ".ci/release", "1.2.0");
    succeeds("sh", "-c", "cd target/release && sha256sum -c SHA256SUMS");
    String archive = succeeds("tar", "tzf", "target/release/anteroom-1.2.0.tar.gz");
    assertTrue(archive.contains("anteroom-1.2.0/quarkus-run.jar\n"), archive);
    assertTrue(archive.contains("anteroom-1.2.0/licences/a/LICENSE\n"), archive);
  }

  @Test
  void aCheckThatWasLeftOutStopsIt() throws Exception {
    script(".ci/run", CHECKED + "\necho 'containers: NOT CHECKED. It needs root.'");
    commit();
    assertNotTagged("containers: NOT CHECKED. It needs root.");
  }

  @Test
  void aCheckThatFailsStopsIt() throws Exception {
    script(".ci/run", "echo a test failed\nexit 1");
    commit();
    assertNotTagged("a test failed");
  }

  @Test
  void aCheckThatChangesAFileStopsIt() throws Exception {
    script(".ci/notices", "echo changed >> README.md");
    commit();
    assertNotTagged("the checks changed files");
  }

  @Test
  void itIsTriedWithoutChecksAndWithoutATag() throws Exception {
    script(".ci/run", "exit 1");
    commit();
    String said = succeeds(Map.of("RELEASE_TRY", "yes"), "bash", ".ci/release", "1.2.0");
    assertTrue(said.contains("It was only tried"), said);
    assertEquals("", succeeds("git", "tag"));
    assertTrue(succeeds("git", "show", "HEAD:pom.xml").contains("<version>1.2.0</version>"));
    assertTrue(Files.exists(folder.resolve("target/release/SHA256SUMS")));
  }

  private void assertNotTagged(String why) throws Exception {
    Process run = start(Map.of(), "bash", ".ci/release", "1.2.0");
    String output = output(run);
    assertNotEquals(0, run.waitFor(), output);
    assertTrue(output.contains(why), output);
    assertEquals("", succeeds("git", "tag"));
    assertFalse(succeeds("git", "show", "HEAD:pom.xml").contains("1.3.0"));
  }

  private void script(String name, String lines) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/usr/bin/env bash\nset -e\n" + lines + "\n");
    assertTrue(script.toFile().setExecutable(true));
  }

  private void commit() throws Exception {
    succeeds("git", "add", "-A");
    succeeds("git", "commit", "-qm", "what is tried");
  }

  private String succeeds(String... command) throws Exception {
    return succeeds(Map.of(), command);
  }

  private String succeeds(Map<String, String> environment, String... command) throws Exception {
    Process run = start(environment, command);
    String output = output(run);
    assertEquals(0, run.waitFor(), output);
    return output;
  }

  private Process start(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(GIT|RELEASE)_.*"));
    builder.environment().putAll(environment);
    // Nobody's settings of git count.
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + who + "_NAME", "A test");
      builder.environment().put("GIT_" + who + "_EMAIL", "test@example.org");
    }
    return builder.start();
  }

  private static String output(Process run) throws IOException {
    return new String(run.getInputStream().readAllBytes(), UTF_8);
  }
}
