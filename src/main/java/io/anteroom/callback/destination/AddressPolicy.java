package io.anteroom.callback.destination;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Says which addresses a callback may be sent to. Immutable, thread-safe. */
@Singleton
public class AddressPolicy implements CheckedAtStart {

  private static final Logger LOG = Logger.getLogger(AddressPolicy.class);

  private final Map<NonPublicAddress, List<CidrBlock>> kinds =
      new EnumMap<>(NonPublicAddress.class);
  private final EmbeddedIpv4Addresses embedded = new EmbeddedIpv4Addresses();
  private final boolean allowLoopback;
  private final boolean allowPrivate;
  private final List<CidrBlock> allowed;
  private final List<CidrBlock> denied;

  /**
   * @throws ConfigurationException with one line for each fault, which names the key
   */
  public AddressPolicy(DestinationSettings settings) {
    for (NonPublicAddress kind : NonPublicAddress.values()) {
      kinds.put(kind, kind.networks().stream().map(CidrBlock::parse).toList());
    }
    allowLoopback = settings.allowLoopback();
    allowPrivate = settings.allowPrivate();
    SettingFaults faults = new SettingFaults();
    allowed = networks("allow-networks", settings.allowNetworks(), faults);
    denied = networks("deny-networks", settings.denyNetworks(), faults);
    faults.stopIfAny();
    warning(settings).ifPresent(LOG::warn);
  }

  /**
   * Passes where a callback may be sent to this address. One that embeds IPv4 addresses is what
   * these are; the lists are asked about all of them.
   *
   * @throws DestinationRefusedException otherwise
   */
  void check(InetAddress address) {
    byte[] own = withoutMapping(address);
    List<byte[]> inside = embedded.in(own);
    List<byte[]> all = new ArrayList<>(inside);
    all.add(own);
    (inside.isEmpty() ? all : inside).forEach(this::checkKind);
    all.forEach(this::checkDenied);
    if (!allowed.isEmpty() && !isIn(allowed, own)) {
      throw new DestinationRefusedException(
          "The host has an address outside of the allowed networks.");
    }
  }

  /** Whether it is, or embeds, an address of a private network. */
  boolean isPrivate(InetAddress address) {
    byte[] own = withoutMapping(address);
    return Stream.concat(Stream.of(own), embedded.in(own).stream())
        .anyMatch(bytes -> kind(bytes).filter(NonPublicAddress.PRIVATE::equals).isPresent());
  }

  /** What to say of settings that open all private networks to every client; empty for others. */
  static Optional<String> warning(DestinationSettings settings) {
    boolean narrow = settings.allowHosts().isPresent() || settings.allowNetworks().isPresent();
    return settings.allowPrivate() && !narrow
        ? Optional.of(
            "anteroom.callbacks.allow-private: every client can have requests sent to every private"
                + " address; name those that are meant with allow-networks or allow-hosts")
        : Optional.empty();
  }

  private void checkKind(byte[] address) {
    Optional<NonPublicAddress> kind = kind(address);
    boolean passes =
        kind.isEmpty()
            || kind.get() == NonPublicAddress.LOOPBACK && allowLoopback
            || kind.get() == NonPublicAddress.PRIVATE && allowPrivate;
    if (!passes) {
      throw new DestinationRefusedException("The host leads to %s.".formatted(kind.get().words()));
    }
  }

  private void checkDenied(byte[] address) {
    if (isIn(denied, address)) {
      throw new DestinationRefusedException("The host has an address in a denied network.");
    }
  }

  private Optional<NonPublicAddress> kind(byte[] address) {
    return kinds.entrySet().stream()
        .filter(kind -> isIn(kind.getValue(), address))
        .map(Entry::getKey)
        .findFirst();
  }

  private static boolean isIn(List<CidrBlock> networks, byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /** An IPv4-mapped address that was made byte by byte is the IPv4 address too. */
  private static byte[] withoutMapping(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress()).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private static List<CidrBlock> networks(
      String key, Optional<List<String>> settings, SettingFaults faults) {
    return settings.orElse(List.of()).stream()
        .flatMap(block -> faults.get(() -> network(key, block.strip())).stream())
        .toList();
  }

  private static CidrBlock network(String key, String block) {
    try {
      return CidrBlock.parse(block);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("anteroom.callbacks." + key + ": " + e.getMessage());
    }
  }
}
