package io.anteroom.api.response;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code Accept-Encoding} (RFC 9110, 12.5.3). Stateless. */
public final class AcceptEncoding {

  private static final String ANY = "*";

  private AcceptEncoding() {}

  /**
   * Whether the caller takes a coding. Without the header it is not asked for, so it does not.
   *
   * @param coding in small letters
   * @param lines the lines of the header, or null
   */
  public static boolean takes(String coding, List<String> lines) {
    if (lines == null) {
      return false;
    }
    List<String> codings =
        lines.stream().flatMap(line -> Stream.of(line.split(","))).map(String::strip).toList();
    String asked = named(coding, codings);
    String weighed = asked == null ? named(ANY, codings) : asked;
    return weighed != null && !isRefused(weighed);
  }

  private static String named(String name, List<String> codings) {
    return codings.stream()
        .filter(coding -> name.equals(before(coding).toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  private static String before(String coding) {
    int weight = coding.indexOf(';');
    return (weight < 0 ? coding : coding.substring(0, weight)).strip();
  }

  /** {@code q=0}, with up to three decimals. */
  private static boolean isRefused(String coding) {
    return coding.matches("[^;]*;\\s*[qQ]\\s*=\\s*0(\\.0{0,3})?\\s*");
  }
}
