package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.account.AccountSettings;
import io.anteroom.callback.destination.AddressRules;
import io.anteroom.callback.destination.ConfiguredUrls;
import io.anteroom.callback.destination.DestinationRefused;
import io.anteroom.callback.destination.DestinationSettings;
import io.anteroom.callback.destination.HostRules;
import io.anteroom.callback.destination.TestDestinations;
import io.anteroom.callback.destination.UrlRules;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.ConfiguredSecrets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackAdmissionTest {

  @Test
  void aRequestWithoutAUrlGetsThatOfItsClient() {
    CallbackAdmission admission = admission("https://hooks.example/in");
    assertFalse(admission.isNobodyTold("alice", null));
    assertTrue(admission.isNobodyTold("bob", null));
    assertFalse(admission.isNobodyTold("bob", "https://hooks.example/other"));
    assertEquals("https://hooks.example/in", admit(admission, null));
    assertEquals("https://hooks.example/other", admit(admission, "https://hooks.example/other"));
  }

  @Test
  void aDefaultWhoseAddressIsForbiddenIsRefusedAtItsFirstUse() {
    CallbackAdmission admission = admission("https://inside.example/in");
    assertThrows(DestinationRefused.class, () -> admit(admission, null));
  }

  private static String admit(CallbackAdmission admission, String wished) {
    return admission.admit("alice", wished).await().atMost(Duration.ofSeconds(10));
  }

  private static CallbackAdmission admission(String defaultUrl) {
    AccountSettings accounts =
        TestSettings.of(
            AccountSettings.class,
            "anteroom.clients.alice.callback-url",
            defaultUrl,
            "anteroom.clients.alice.callback-secret",
            FastDeliveries.SECRET.text());
    DestinationSettings settings = TestSettings.of(DestinationSettings.class);
    return new CallbackAdmission(
        TestDestinations.of(
            host ->
                List.of(
                    TestDestinations.address(
                        host.startsWith("inside") ? "10.0.0.1" : TestDestinations.PUBLIC))),
        new CallbackSecrets(new ConfiguredSecrets(accounts), null, null),
        new ConfiguredUrls(
            accounts, new UrlRules(settings, new HostRules(settings), new AddressRules(settings))));
  }
}
