package io.anteroom.callback.destination;

import jakarta.inject.Singleton;

/** What can be said of a URL without asking a name server. Immutable, thread-safe. */
@Singleton
public class UrlPolicy {

  private final boolean allowHttp;
  private final HostPolicy hosts;
  private final AddressPolicy addresses;

  public UrlPolicy(DestinationSettings settings, HostPolicy hosts, AddressPolicy addresses) {
    this.allowHttp = settings.allowHttp();
    this.hosts = hosts;
    this.addresses = addresses;
  }

  /**
   * Reads a URL that callbacks may be sent to, as far as it says itself.
   *
   * @throws DestinationRefusedException where it is none
   */
  CallbackUrl read(String text) {
    CallbackUrl url = CallbackUrl.parse(text, allowHttp);
    hosts.check(url.host().text());
    url.host().literal().ifPresent(addresses::check);
    return url;
  }
}
