package io.anteroom.account;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;

/** Checks URLs that secrets go to. Stateless. */
final class SecureUrl {

  private static final int MAX_PORT = 65_535;

  private SecureUrl() {}

  /**
   * A URL of a setting: https, or plain http to loopback only, without a query or fragment.
   *
   * @throws ConfigurationException in one line that names the setting
   */
  static URI check(String key, String value) {
    URI uri;
    try {
      uri = new URI(value.strip());
    } catch (URISyntaxException e) {
      throw new ConfigurationException(key + ": is not a URL: " + value);
    }
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean more =
        uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
    boolean port = uri.getPort() >= -1 && uri.getPort() != 0 && uri.getPort() <= MAX_PORT;
    if (uri.getHost() == null || more || !port || !(https || http)) {
      throw new ConfigurationException(key + ": must be https://host[:port][/path]");
    }
    if (http && !isLoopback(uri.getHost())) {
      throw new ConfigurationException(
          key + ": must be https (plain http only to loopback), is " + value);
    }
    return uri;
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
