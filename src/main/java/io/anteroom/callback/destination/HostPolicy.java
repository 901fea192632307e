package io.anteroom.callback.destination;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Says which names of hosts a callback may be sent to. Immutable, thread-safe. */
@Singleton
public class HostPolicy implements CheckedAtStart {

  private final boolean allowLoopback;
  private final List<String> allowed;
  private final List<String> denied;

  /**
   * @throws ConfigurationException with one line for each fault, which names the key
   */
  public HostPolicy(DestinationSettings settings) {
    allowLoopback = settings.allowLoopback();
    SettingFaults faults = new SettingFaults();
    allowed = suffixes("allow-hosts", settings.allowHosts(), faults);
    denied = suffixes("deny-hosts", settings.denyHosts(), faults);
    faults.stopIfAny();
  }

  /**
   * Passes where a callback may be sent to this host, as far as its name says. An address is no
   * name of the lists: where only some hosts are allowed, it is not.
   *
   * @param host in lower case ASCII, without a dot at its end
   * @throws DestinationRefusedException otherwise
   */
  void check(String host) {
    if (!allowLoopback && hasSuffix(host, "localhost")) { // RFC 6761, section 6.3
      throw new DestinationRefusedException("The host is this machine itself.");
    }
    if (denied.stream().anyMatch(suffix -> hasSuffix(host, suffix))) {
      throw new DestinationRefusedException("The host is denied.");
    }
    if (!allowed.isEmpty() && allowed.stream().noneMatch(suffix -> hasSuffix(host, suffix))) {
      throw new DestinationRefusedException("The host is not among those that are allowed.");
    }
  }

  /** Whole labels only: {@code notgood.example} does not end with {@code good.example}. */
  private static boolean hasSuffix(String host, String suffix) {
    return host.equals(suffix) || host.endsWith("." + suffix);
  }

  private static List<String> suffixes(
      String key, Optional<List<String>> settings, SettingFaults faults) {
    return settings.orElse(List.of()).stream()
        .flatMap(name -> faults.get(() -> suffix(key, name.strip())).stream())
        .toList();
  }

  private static String suffix(String key, String name) {
    String wrong = "anteroom.callbacks.%s: must be names of hosts, has %s".formatted(key, name);
    try {
      UrlHost host = UrlHost.parse(name.startsWith(".") ? name.substring(1) : name);
      if (host.literal().isEmpty()) {
        return host.text();
      }
    } catch (DestinationRefusedException e) {
      boolean ascii = name.chars().allMatch(c -> c < 128);
      throw new ConfigurationException(ascii ? wrong : wrong + ": " + e.getMessage());
    }
    throw new ConfigurationException(wrong);
  }
}
