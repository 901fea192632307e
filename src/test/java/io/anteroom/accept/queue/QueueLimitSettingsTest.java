package io.anteroom.accept.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.account.AccountSettings;
import io.anteroom.task.TaskSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueLimitSettingsTest {

  private static final String OF_ALL = "anteroom.task.max-queued";
  private static final String OF_ALICE = "anteroom.clients.alice.max-queued";

  @Test
  void aClientHasItsOwnOrThatOfAll() {
    QueueLimitSettings limits = limits("7", "100");
    assertEquals(7, limits.of("alice"));
    assertEquals(100, limits.of("bob"));
  }

  @ParameterizedTest
  @CsvSource({"0, 5, anteroom.clients.alice.max-queued", "5, 0, anteroom.task.max-queued"})
  void aWrongValueStopsTheStartWithOneLine(String ofAlice, String ofAll, String key) {
    assertEquals(
        key + ": must be at least 1, is 0",
        assertThrows(ConfigurationException.class, () -> limits(ofAlice, ofAll)).getMessage());
  }

  private static QueueLimitSettings limits(String ofAlice, String ofAll) {
    return new QueueLimitSettings(
        TestSettings.of(AccountSettings.class, OF_ALICE, ofAlice),
        TestSettings.of(TaskSettings.class, OF_ALL, ofAll));
  }
}
