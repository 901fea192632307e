package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallbackSecretIT {

  private static final String PATH = "/callback-secret";
  private static final String KEY = "dGhpcnR5LXR3byBieXRlcyB0byBlbmNyeXB0IHdpdGg=";
  private static final String CONFIGURED = "whsec_bmV3IHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw==";

  @Test
  void isCreatedOnceSurvivesARestartAndIsNotLogged() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro")) {
      Map<String, String> environment =
          servers.environment(
              "ANTEROOM_CALLBACKS_ENCRYPTION_KEY", KEY, "QUARKUS_LOG_LEVEL", "DEBUG");
      JsonNode made;
      try (AnteroomProcess replica = AnteroomProcess.start("secret-made", environment)) {
        made = ScenarioRequests.postJson(replica, PATH, "");
        assertHidden(replica, made.path("secret").asText());
      }
      try (AnteroomProcess replica = AnteroomProcess.start("secret-kept", environment)) {
        JsonNode shown = ScenarioRequests.get(replica, PATH);
        assertEquals("stored", shown.path("source").asText());
        assertEquals(made.path("created_at"), shown.path("created_at"));
        JsonNode next = ScenarioRequests.postJson(replica, PATH, "");
        assertTrue(next.has("previous_valid_until"), "the first one was kept");
        assertHidden(replica, next.path("secret").asText());
      }
    }
  }

  @Test
  void withoutAnEncryptionKeyOrWithAConfiguredSecretNoneIsCreated() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro")) {
      try (AnteroomProcess replica =
          AnteroomProcess.start("secret-no-key", servers.environment())) {
        assertRefused(replica, "anteroom.callbacks.encryption-key is not set");
      }
      try (AnteroomProcess replica =
          AnteroomProcess.start(
              "secret-given",
              servers.environment(
                  "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET",
                  CONFIGURED,
                  "ANTEROOM_CALLBACKS_ENCRYPTION_KEY",
                  KEY,
                  "QUARKUS_LOG_LEVEL",
                  "DEBUG"))) {
        assertRefused(replica, "callback-secret-configured");
        assertEquals("configuration", ScenarioRequests.get(replica, PATH).path("source").asText());
        assertHidden(replica, CONFIGURED);
      }
    }
  }

  private static void assertRefused(AnteroomProcess replica, String word) {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class, () -> ScenarioRequests.postJson(replica, PATH, ""));
    assertTrue(refusal.getMessage().startsWith("409 "), refusal::getMessage);
    assertTrue(refusal.getMessage().contains(word), refusal::getMessage);
  }

  private static void assertHidden(AnteroomProcess replica, String secret) {
    String base64 = secret.substring("whsec_".length());
    String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    String log = replica.log();
    assertFalse(log.contains(base64));
    assertFalse(log.toLowerCase(Locale.ROOT).contains(hex));
    assertFalse(log.contains(KEY));
  }
}
