package io.anteroom.api.filter;

import java.util.regex.Pattern;

/** What a URL encodes with {@code %} (RFC 3986, 2.1). Stateless. */
final class PercentEncoding {

  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private PercentEncoding() {}

  /** Whether a text, which may be null, has a {@code %} without two hexadecimal digits after it. */
  static boolean isBroken(String text) {
    return text != null && BROKEN.matcher(text).find();
  }
}
