package io.anteroom.callback.destination;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Decides where callbacks may go, so that no client makes Anteroom call what only Anteroom can
 * reach (server-side request forgery). Thread-safe.
 *
 * <p>A name is looked up once for each attempt, every address that it has is checked, and the
 * attempt goes to an address that was checked: what the name stands for a moment later does not
 * matter (DNS rebinding). If one address of a name is forbidden, the whole name is: its owner means
 * both, and which of them a retry would get is chance.
 */
@Singleton
public class DestinationPolicy {

  private final UrlPolicy urls;
  private final AddressPolicy addresses;
  private final NameLookups names;

  public DestinationPolicy(UrlPolicy urls, AddressPolicy addresses, NameLookups names) {
    this.urls = urls;
    this.addresses = addresses;
    this.names = names;
  }

  /**
   * Whether callbacks may be asked for at this URL. A name that does not resolve, or not within a
   * second, passes: the attempts will show.
   *
   * @param url as the client gave it, not null
   * @return the URL as it will be called, in ASCII; fails with {@link DestinationRefusedException}
   */
  public Uni<URI> admit(String url) {
    return Uni.createFrom().deferred(() -> admitted(urls.read(url)));
  }

  /**
   * The place that an attempt goes to: the name is looked up once, and everything it stands for is
   * checked.
   *
   * @param url as admitted, not null
   * @param max how long the look-up may take
   * @return fails with {@link DestinationRefusedException}; with {@link UnknownHostException} where
   *     the name has no address, or none in time; with {@link LookupNotStartedException} where
   *     nobody asked in time
   */
  public Uni<ResolvedDestination> resolve(URI url, Duration max) {
    return Uni.createFrom()
        .deferred(() -> resolve(urls.read(url.toString()), host -> names.atDelivery(host, max)));
  }

  private Uni<URI> admitted(CallbackUrl url) {
    return resolve(url, names::atAccept)
        .replaceWith(url.uri())
        .onFailure(DestinationPolicy::isUnknown)
        .recoverWithItem(url.uri());
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof UnknownHostException || failure instanceof LookupNotStartedException;
  }

  private Uni<ResolvedDestination> resolve(
      CallbackUrl url, Function<String, Uni<List<InetAddress>>> lookup) {
    UrlHost host = url.host();
    return host.literal()
        .map(literal -> Uni.createFrom().item(List.of(literal)))
        .orElseGet(() -> lookup.apply(host.text()))
        .map(found -> destination(url, checked(found)));
  }

  private ResolvedDestination destination(CallbackUrl url, InetAddress address) {
    return new ResolvedDestination(url.uri(), address, addresses.isPrivate(address));
  }

  private InetAddress checked(List<InetAddress> found) {
    found.forEach(addresses::check);
    return found.get(0);
  }
}
