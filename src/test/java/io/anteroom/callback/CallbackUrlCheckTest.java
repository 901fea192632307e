package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.account.Clients;
import io.anteroom.account.ClientsFixture;
import io.anteroom.async.Ticker;
import io.anteroom.callback.destination.DestinationFixture;
import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.secret.CallbackSecrets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackUrlCheckTest {

  @Test
  void aRequestWithoutAUrlGetsTheDefaultOfItsClient() {
    CallbackUrlCheck admission = admission("https://hooks.example/in");
    assertFalse(admission.isNobodyTold("alice", null));
    assertTrue(admission.isNobodyTold("bob", null));
    assertFalse(admission.isNobodyTold("bob", "https://hooks.example/other"));
    assertEquals("https://hooks.example/in", admit(admission, null));
    assertEquals("https://hooks.example/other", admit(admission, "https://hooks.example/other"));
  }

  @Test
  void aDefaultWhoseAddressIsForbiddenIsRefusedAtItsFirstUse() {
    CallbackUrlCheck admission = admission("https://inside.example/in");
    assertThrows(DestinationRefusedException.class, () -> admit(admission, null));
  }

  private static String admit(CallbackUrlCheck admission, String wished) {
    return admission.admit("alice", wished).await().atMost(Duration.ofSeconds(10));
  }

  private static CallbackUrlCheck admission(String defaultUrl) {
    Clients clients =
        ClientsFixture.of(
            "anteroom.clients.alice.callback-url",
            defaultUrl,
            "anteroom.clients.alice.callback-secret",
            FastRetryProfile.SECRET.text());
    return new CallbackUrlCheck(
        DestinationFixture.of(
            host ->
                List.of(
                    DestinationFixture.address(
                        host.startsWith("inside") ? "10.0.0.1" : DestinationFixture.PUBLIC))),
        new CallbackSecrets(clients, null, null, Ticker.SYSTEM),
        clients);
  }
}
