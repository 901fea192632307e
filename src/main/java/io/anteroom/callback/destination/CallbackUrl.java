package io.anteroom.callback.destination;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL that callbacks may be asked for at, as far as its text says. Immutable.
 *
 * @param uri the URL in ASCII, with its host in lower case
 * @param host its host
 */
record CallbackUrl(URI uri, UrlHost host) {

  private static final int MAX = 2048;
  private static final int LAST_PORT = 65535;

  /** RFC 3986, appendix B, for URLs with an authority. */
  private static final Pattern PARTS =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/?#]*)(?<rest>.*)");

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^\\]]*\\]|[^:\\[\\]]*)(?::(?<port>.*))?");

  /**
   * Reads a URL strictly: whatever two parsers could read in two ways is refused.
   *
   * @param text as the client gave it
   * @param allowHttp whether it may be plain http
   * @throws DestinationRefusedException where it is none, or none for a callback
   */
  static CallbackUrl parse(String text, boolean allowHttp) {
    refuse(text.length() > MAX, "The URL is longer than 2048 characters.");
    UrlCharacters.invisible(text).ifPresent(CallbackUrl::refuse);
    Matcher url = PARTS.matcher(text);
    refuse(!url.matches(), "The URL must be absolute: https://host/…");
    String scheme = url.group("scheme").toLowerCase(Locale.ROOT);
    checkScheme(scheme, allowHttp);
    String authority = url.group("authority");
    refuse(authority.indexOf('@') >= 0, "The URL must not hold a user name or password.");
    refuse(text.indexOf('#') >= 0, "The URL must not have a fragment.");
    Matcher parts = AUTHORITY.matcher(authority);
    refuse(!parts.matches(), "The host is no name of the DNS.");
    UrlHost host = UrlHost.parse(parts.group("host"));
    String port = port(parts.group("port"));
    UrlCharacters.misplaced(text, url.start("rest")).ifPresent(CallbackUrl::refuse);
    return new CallbackUrl(uri(scheme + "://" + host.text() + port + url.group("rest")), host);
  }

  private static void checkScheme(String scheme, boolean allowHttp) {
    boolean taken = scheme.equals("https") || allowHttp && scheme.equals("http");
    refuse(!taken, allowHttp ? "The URL must be http or https." : "The URL must be https.");
  }

  private static String port(String port) {
    if (port == null) {
      return "";
    }
    boolean valid = port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= LAST_PORT;
    refuse(!valid, "The port must be a number from 1 to 65535.");
    return ":" + port;
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(UrlCharacters.ascii(text));
      refuse(uri.getHost() == null, "The host is no name of the DNS.");
      refuse(uri.toString().length() > MAX, "The URL is longer than 2048 characters.");
      return uri;
    } catch (URISyntaxException e) {
      throw new DestinationRefusedException("The URL has characters that must be percent-encoded.");
    }
  }

  private static void refuse(String reason) {
    throw new DestinationRefusedException(reason);
  }

  private static void refuse(boolean when, String reason) {
    if (when) {
      throw new DestinationRefusedException(reason);
    }
  }
}
