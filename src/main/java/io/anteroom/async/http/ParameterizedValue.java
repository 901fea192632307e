package io.anteroom.async.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A value with parameters, as media types and dispositions are (RFC 9110, 5.6.6): {@code
 * type/subtype; name=value; name="value"}. Case does not count in the value and in names, white
 * space does not around them, nor do quotes around what is a token. Immutable.
 *
 * @param value in lower case, without white space at its ends
 * @param parameters in their order
 */
public record ParameterizedValue(String value, List<Parameter> parameters) {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);

  /**
   * A parameter.
   *
   * @param name in lower case
   * @param raw its value as it stands there, quotes included
   */
  public record Parameter(String name, String raw) {

    public String value() {
      return QuotedString.unquoted(raw);
    }

    private boolean isSound() {
      return isToken(name) && (isToken(raw) || QuotedString.isQuoted(raw));
    }

    private String canonical() {
      String value = value();
      return name + "=" + (isToken(value) ? value : QuotedString.quoted(value));
    }
  }

  /** Reads whatever stands there; what is no parameter is left out. */
  public static ParameterizedValue of(String header) {
    List<String> pieces = QuotedString.split(header, ';');
    List<Parameter> parameters = new ArrayList<>();
    for (String piece : pieces.subList(Math.min(1, pieces.size()), pieces.size())) {
      int equals = piece.indexOf('=');
      if (equals > 0 && equals < piece.length() - 1) {
        parameters.add(
            new Parameter(
                piece.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                piece.substring(equals + 1).strip()));
      }
    }
    String value = pieces.isEmpty() ? "" : pieces.get(0).toLowerCase(Locale.ROOT);
    return new ParameterizedValue(value, List.copyOf(parameters));
  }

  /** Reads a media type or range; empty where it is none by the grammar. */
  public static Optional<ParameterizedValue> mediaType(String header) {
    ParameterizedValue type = of(header);
    int pieces = QuotedString.split(header, ';').size();
    boolean sound =
        TYPE.matcher(type.value).matches()
            && type.parameters.size() == pieces - 1
            && type.parameters.stream().allMatch(Parameter::isSound);
    return sound ? Optional.of(type) : Optional.empty();
  }

  private static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** The first parameter of this name, if there is one. */
  public Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** The one way to write it that every reader understands. */
  public String canonical() {
    return parameters.isEmpty()
        ? value
        : parameters.stream()
            .map(Parameter::canonical)
            .collect(Collectors.joining(";", value + ";", ""));
  }
}
