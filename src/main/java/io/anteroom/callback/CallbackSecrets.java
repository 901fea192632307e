package io.anteroom.callback;

import io.anteroom.account.AccountSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** The secrets that the callbacks of each client are signed with. Thread-safe. */
@Singleton
public class CallbackSecrets {

  private final AccountSettings settings;

  CallbackSecrets(AccountSettings settings) {
    this.settings = settings;
  }

  /**
   * What to sign with now: the newest first, two while a secret is rotated, none where the client
   * has no secret.
   *
   * @param client the name of the client
   */
  public Uni<List<CallbackSecret>> of(String client) {
    var entry = settings.clients().get(client);
    return Uni.createFrom()
        .item(
            entry == null
                ? List.of()
                : entry
                    .callbackSecret()
                    .map(CallbackSecret::parse)
                    .map(List::of)
                    .orElse(List.of()));
  }
}
