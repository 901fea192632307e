package io.anteroom.account;

import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;

/**
 * A key of the short form, {@code ANTEROOM_API_KEYS=name:key,name:key}. Immutable.
 *
 * @param key the key in clear
 */
record NamedKey(String client, Secret key) {

  static final String SETTING = "ANTEROOM_API_KEYS";

  /**
   * All keys of the short form, in its order, but those that cannot be read.
   *
   * @param faults gets a line that names the setting where one cannot be read, without the value
   */
  static List<NamedKey> allOf(AccountSettings settings, SettingFaults faults) {
    return settings.apiKeys().orElse(List.of()).stream()
        .flatMap(pair -> faults.get(() -> parse(pair)).stream())
        .toList();
  }

  private static NamedKey parse(String pair) {
    int colon = pair.indexOf(':');
    if (colon <= 0 || colon == pair.length() - 1) {
      throw new ConfigurationException(SETTING + ": must be name:key[,name:key…]");
    }
    return new NamedKey(
        pair.substring(0, colon).strip(), new Secret(pair.substring(colon + 1).strip()));
  }
}
