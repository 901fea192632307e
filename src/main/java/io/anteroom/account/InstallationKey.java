package io.anteroom.account;

import io.anteroom.async.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A key that every replica of this installation has and nobody else: it is made of the keys of the
 * accounts, which stand in the configuration of each, and are secret. Stateless.
 */
final class InstallationKey {

  private InstallationKey() {}

  /**
   * The key for one purpose.
   *
   * @param purpose no other use has the same
   */
  static HmacKey of(AccountDirectory accounts, String purpose) {
    List<String> texts = new ArrayList<>(List.of(purpose));
    for (Account account : accounts.all()) {
      texts.add(account.name());
      texts.add(account.apiKey().value());
    }
    return new HmacKey(Sha256.of(texts).getBytes(StandardCharsets.UTF_8));
  }
}
