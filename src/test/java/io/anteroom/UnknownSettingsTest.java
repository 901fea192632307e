package io.anteroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {

  private final UnknownSettings settings =
      new UnknownSettings(
          Set.of(
              "anteroom.quota.window",
              "anteroom.quota.use-by",
              "anteroom.quota.limits.*.*",
              "anteroom.api-keys",
              "anteroom.api-keys[*]",
              "anteroom.task.terminal-statuses.*",
              "anteroom.clients.*.keys",
              "anteroom.clients.*.keys[*]",
              "anteroom.clients.*.callback-url"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTEROOM_QUOTA_WINDOW",
        "ANTEROOM_QUOTA_USE_BY",
        "ANTEROOM_QUOTA_LIMITS_PRO__INDEX_TEXT_",
        "ANTEROOM_API_KEYS",
        "ANTEROOM_API_KEYS_0_",
        "ANTEROOM_TASK_TERMINAL_STATUSES_LOST",
        "ANTEROOM_CLIENTS_ALICE_KEYS",
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_URL",
        "ANTEROOM_SPOOL",
        "ANTEROOM_STOP_TIMEOUT",
        "ANTEROOM_PORT",
        "ANTEROOM_MANAGEMENT_PORT",
        "ANTEROOM_PORT_8080_TCP",
        "ANTEROOM_PORT_8080_TCP_ADDR",
        "ANTEROOM_SERVICE_HOST",
        "ANTEROOM_SERVICE_PORT_HTTP",
        "ANTEROOM_HEADLESS_SERVICE_PORT",
        "anteroom.quota.window",
        "anteroom.quota.limits.pro.\"index.text\"",
        "anteroom.api-keys[1]",
        "anteroom.clients.my-shop.callback-url",
        "anteroom.clients.\"my.shop\".keys[0]",
        "anteroomz.quota",
        "%dev.anteroom.quota.windows",
        "QUARKUS_HTTP_PORT",
        "PATH",
      })
  void aNameThatIsReadIsTaken(String name) {
    assertEquals(List.of(), settings.among(Set.of(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "ANTEROOM_QUOTA_WINDOWS, ANTEROOM_QUOTA_WINDOW",
    "ANTEROOM_QUOTA_USEBY, ANTEROOM_QUOTA_USE_BY",
    "ANTEROOM_API_KEY, ANTEROOM_API_KEYS",
    "ANTEROOM_CLIENTS_ALICE_CALLBACKURL, ANTEROOM_CLIENTS_<name>_CALLBACK_URL",
    "anteroom.quota.windows, anteroom.quota.window",
    "anteroom.quota.limits.pro, anteroom.quota.limits.<name>.<name>",
    "anteroom.clients.alice.callback-urls, anteroom.clients.<name>.callback-url",
  })
  void anotherNameIsToldWithTheNearest(String name, String nearest) {
    List<String> lines = settings.among(Set.of(name));
    assertEquals(1, lines.size());
    assertEquals(name + ": is no setting; the nearest is " + nearest, lines.get(0));
  }

  @Test
  void aVariableIsNotToldAgainAsTheProperty() {
    assertEquals(
        1, settings.among(Set.of("ANTEROOM_QUOTA_WINDOWS", "anteroom.quota.windows")).size());
  }
}
