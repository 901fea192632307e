package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.account.AccountSettings;
import io.anteroom.callback.destination.AddressPolicy;
import io.anteroom.callback.destination.ConfiguredCallbackUrls;
import io.anteroom.callback.destination.DestinationFixture;
import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.destination.DestinationSettings;
import io.anteroom.callback.destination.HostPolicy;
import io.anteroom.callback.destination.UrlPolicy;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.ConfiguredSecrets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackUrlCheckTest {

  @Test
  void aRequestWithoutAUrlGetsThatOfItsClient() {
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
    AccountSettings accounts =
        TestSettings.of(
            AccountSettings.class,
            "anteroom.clients.alice.callback-url",
            defaultUrl,
            "anteroom.clients.alice.callback-secret",
            FastRetryProfile.SECRET.text());
    DestinationSettings settings = TestSettings.of(DestinationSettings.class);
    return new CallbackUrlCheck(
        DestinationFixture.of(
            host ->
                List.of(
                    DestinationFixture.address(
                        host.startsWith("inside") ? "10.0.0.1" : DestinationFixture.PUBLIC))),
        new CallbackSecrets(new ConfiguredSecrets(accounts), null, null),
        new ConfiguredCallbackUrls(
            accounts,
            new UrlPolicy(settings, new HostPolicy(settings), new AddressPolicy(settings))));
  }
}
