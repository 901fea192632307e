package io.anteroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Versions that stand in more than one place are the same. */
class VersionTest {

  private static final Pattern VERSION = Pattern.compile("<([\\w.-]+\\.version)>([^<]+)<");
  private static final Path SERVICE = Path.of("../pom.xml");

  @Test
  void itHasTheVersionOfItsPomAndOfTheService() throws IOException {
    assertEquals(ofProject(Path.of("pom.xml")), Version.OWN);
    assertEquals(ofProject(SERVICE), Version.OWN);
  }

  @Test
  void itSpeaksTheApiOfTheService() throws IOException {
    String document = Files.readString(Path.of("../src/main/resources/META-INF/openapi.yaml"));
    assertTrue(document.contains("  version: \"" + Version.API + "\""), Version.API);
  }

  @Test
  void theVersionsOfPluginsAreThoseOfTheService() throws IOException {
    Map<String, String> own = versions(Path.of("pom.xml"));
    Map<String, String> service = versions(SERVICE);
    own.keySet().retainAll(service.keySet());
    assertFalse(own.isEmpty());
    own.forEach((name, version) -> assertEquals(service.get(name), version, name));
  }

  @Test
  void itIsShown() {
    Cli.Result result = new Cli().run("--version");
    assertEquals(0, result.code());
    assertTrue(result.out().contains(Version.OWN), result.out());
  }

  private static String ofProject(Path pom) throws IOException {
    Matcher version = Pattern.compile("<version>([^<]+)<").matcher(Files.readString(pom));
    assertTrue(version.find());
    return version.group(1);
  }

  private static Map<String, String> versions(Path pom) throws IOException {
    Map<String, String> versions = new HashMap<>();
    Matcher version = VERSION.matcher(Files.readString(pom));
    while (version.find()) {
      versions.put(version.group(1), version.group(2));
    }
    return versions;
  }
}
