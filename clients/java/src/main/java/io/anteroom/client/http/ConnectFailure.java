package io.anteroom.client.http;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;

/** What the JDK's client fails with before there is a connection. Stateless. */
final class ConnectFailure {

  private ConnectFailure() {}

  /**
   * Whether no connection came about.
   *
   * @param failure or null
   */
  static boolean is(Throwable failure) {
    return isOfName(failure)
        || has(failure, ConnectException.class)
        || has(failure, NoRouteToHostException.class)
        || has(failure, HttpConnectTimeoutException.class);
  }

  /** Whether it is of that kind, or was caused by one. */
  static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Why no connection came about. Where the client has a proxy, it is the proxy that was not
   * reached.
   *
   * @param address of Anteroom
   */
  static String words(Throwable failure, HttpClient http, URI address) {
    Optional<InetSocketAddress> proxy = proxy(http, address);
    if (isOfName(failure)) {
      String name = proxy.map(InetSocketAddress::getHostString).orElse(address.getHost());
      return "the name " + name + proxy.map(at -> " of the proxy").orElse("") + " is not known.";
    }
    String to = proxy.map(at -> " to the proxy " + words(at)).orElse("");
    String at = proxy.map(by -> "at the proxy " + words(by)).orElse("there");
    return has(failure, HttpConnectTimeoutException.class)
        ? "no connection" + to + " came about in time. A firewall, perhaps?"
        : "nobody listens " + at + ".";
  }

  private static boolean isOfName(Throwable failure) {
    return has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class);
  }

  /** A client without a selector of its own takes that of the process; it knows no SOCKS. */
  private static Optional<InetSocketAddress> proxy(HttpClient http, URI address) {
    return http.proxy()
        .or(() -> Optional.ofNullable(ProxySelector.getDefault()))
        .map(selector -> selector.select(address))
        .map(List::stream)
        .flatMap(proxies -> proxies.findFirst())
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(Proxy::address)
        .map(InetSocketAddress.class::cast);
  }

  private static String words(InetSocketAddress proxy) {
    return proxy.getHostString() + ":" + proxy.getPort();
  }
}
