package io.anteroom.callback.destination;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

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
public class Destinations {

  private static final Duration AT_ACCEPT = Duration.ofSeconds(1);
  private static final Duration AT_DELIVERY = Duration.ofSeconds(5);

  private final UrlRules urls;
  private final AddressRules addresses;
  private final NameLookups names;

  /** Only stores its parts. */
  public Destinations(UrlRules urls, AddressRules addresses, NameLookups names) {
    this.urls = urls;
    this.addresses = addresses;
    this.names = names;
  }

  /**
   * Whether callbacks may be asked for at this URL. A name that does not resolve, or not within a
   * second, passes: the attempts will show.
   *
   * @param url as the client gave it, not null
   * @return the URL as it will be called, in ASCII; fails with {@link DestinationRefused}
   */
  public Uni<URI> admit(String url) {
    return Uni.createFrom().deferred(() -> admitted(urls.read(url)));
  }

  /**
   * The place that an attempt goes to: the name is looked up once, and everything it stands for is
   * checked.
   *
   * @param url as admitted, not null
   * @return fails with {@link DestinationRefused}, or with {@link UnknownHostException} where the
   *     name has no address, or none within five seconds
   */
  public Uni<Destination> resolve(URI url) {
    return Uni.createFrom().deferred(() -> look(urls.read(url.toString()), AT_DELIVERY));
  }

  private Uni<URI> admitted(CallbackUrl url) {
    return look(url, AT_ACCEPT)
        .replaceWith(url.uri())
        .onFailure(UnknownHostException.class)
        .recoverWithItem(url.uri());
  }

  private Uni<Destination> look(CallbackUrl url, Duration most) {
    Host host = url.host();
    return host.literal()
        .map(literal -> Uni.createFrom().item(List.of(literal)))
        .orElseGet(() -> names.of(host.text(), most))
        .map(found -> new Destination(url.uri(), checked(found)));
  }

  private InetAddress checked(List<InetAddress> found) {
    found.forEach(addresses::check);
    return found.get(0);
  }
}
