package io.anteroom.account;

import io.anteroom.TestSettings;
import io.anteroom.async.SettingFaults;
import java.time.Clock;
import java.util.stream.Stream;

/** Operators whom an OpenID provider signs in, without the whole service. */
final class OidcFixture {

  /** A provider that is configured. */
  static final String[] PROVIDER = {
    "issuer", "https://id.example/realm",
    "client-id", "anteroom",
    "client-secret", "a secret",
    "page-url", "https://anteroom.example/operator/"
  };

  private OidcFixture() {}

  /** Nobody signs in so. */
  static OidcSessions none(AccountDirectory accounts, Clock clock) {
    return new OidcSessions(operators(new SettingFaults()), accounts, clock);
  }

  /** With these settings, each followed by its value; a later value of one counts. */
  static OidcOperators operators(SettingFaults faults, String... keysAndValues) {
    return new OidcOperators(settings(keysAndValues), true, faults);
  }

  static OidcSettings settings(String... keysAndValues) {
    String[] all = keysAndValues.clone();
    for (int i = 0; i < all.length; i += 2) {
      all[i] = "anteroom.operator.oidc." + all[i];
    }
    return TestSettings.of(OidcSettings.class, all);
  }

  static String[] provider(String... changes) {
    return Stream.concat(Stream.of(PROVIDER), Stream.of(changes)).toArray(String[]::new);
  }
}
