package io.anteroom.account;

import io.anteroom.TestSettings;
import java.util.stream.Stream;

/** Clients as configuration gives them, for tests without the whole service. */
public final class ClientsFixture {

  private ClientsFixture() {}

  /**
   * The clients that these properties configure, each followed by its value, beside an account
   * {@code default}.
   */
  public static Clients of(String... keysAndValues) {
    String[] all =
        Stream.concat(
                Stream.of("anteroom.accounts.default.api-key", "upstream-key"),
                Stream.of(keysAndValues))
            .toArray(String[]::new);
    AccountSettings settings = TestSettings.of(AccountSettings.class, all);
    return new Clients(settings, new AccountDirectory(settings));
  }
}
