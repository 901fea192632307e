package io.anteroom.account;

import io.anteroom.TestSettings;

/** Keys of the tick, beside a client with the key {@code client}, an operator with another. */
public final class TickKeysFixture {

  private TickKeysFixture() {}

  /** The keys that this value of {@code anteroom.engine.tick-key} configures. */
  public static TickKeys of(String value) {
    AccountSettings accounts =
        TestSettings.of(
            AccountSettings.class,
            "anteroom.accounts.default.api-key",
            "upstream-key",
            "anteroom.api-keys",
            "alice:client");
    ApiKeys clients = new ApiKeys(accounts, new Clients(accounts, new AccountDirectory(accounts)));
    OperatorKeys operators =
        new OperatorKeys(
            TestSettings.of(OperatorSettings.class, "anteroom.operator.key", "operator"), clients);
    return new TickKeys(
        TestSettings.of(TickKeySettings.class, "anteroom.engine.tick-key", value),
        clients,
        operators);
  }
}
