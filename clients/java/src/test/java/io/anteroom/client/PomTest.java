package io.anteroom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The pom of the client has the versions of the service's, and no dependency for its users. */
class PomTest {

  private static final Path SERVICE = Path.of("../../pom.xml");
  private static final Pattern VERSION = Pattern.compile("<([\\w.-]+\\.version)>([^<]+)<");

  @Test
  void theVersionsAreThoseOfTheService() throws IOException {
    Assumptions.assumeTrue(Files.exists(SERVICE), "the client lies in the folder of the service");
    Map<String, String> own = versions(Path.of("pom.xml"));
    Map<String, String> service = versions(SERVICE);
    own.keySet().retainAll(service.keySet());
    assertFalse(own.isEmpty());
    own.forEach((name, version) -> assertEquals(service.get(name), version, name));
  }

  @Test
  void usersGetNoDependency() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertEquals(count(pom, "<dependency>"), count(pom, "<scope>test</scope>"));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
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
