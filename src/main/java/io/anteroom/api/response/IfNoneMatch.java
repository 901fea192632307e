package io.anteroom.api.response;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code If-None-Match} (RFC 9110, 13.1.2): what of a task its reader knows already. Tags are
 * compared weakly; one that is not ours matches nothing. Immutable.
 *
 * @param present whether the header was there, and was one
 * @param any whether it said {@code *}: whatever is there now
 * @param events the numbers of the events that the tags stand for
 */
public record IfNoneMatch(boolean present, boolean any, Set<Integer> events)
    implements IntPredicate {

  private static final IfNoneMatch NONE = new IfNoneMatch(false, false, Set.of());

  /** One tag and what separates it from the next; a list may have empty elements. */
  private static final Pattern TAG =
      Pattern.compile(
          "\\G[ \\t,]*+(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"[ \\t]*+(?:,[ \\t,]*+|$)");

  /** Reads the lines of the header; null, or no tags at all, is as if it were not there. */
  public static IfNoneMatch parse(List<String> lines) {
    String text = lines == null ? "" : String.join(",", lines).strip();
    if (text.equals("*")) {
      return new IfNoneMatch(true, true, Set.of());
    }
    Set<Integer> events = new HashSet<>();
    Matcher tag = TAG.matcher(text);
    int read = 0;
    while (tag.find()) {
      read = tag.end();
      if (tag.group(1).matches("\\d{1,9}")) {
        events.add(Integer.parseInt(tag.group(1)));
      }
    }
    boolean isList = read > 0 && read == text.length();
    return isList ? new IfNoneMatch(true, false, Set.copyOf(events)) : NONE;
  }

  /** Whether a task with this newest event is known. */
  @Override
  public boolean test(int event) {
    return any || events.contains(event);
  }

  /** The same, with {@code *} bound to this event. */
  public IfNoneMatch at(int event) {
    return any ? new IfNoneMatch(true, false, Set.of(event)) : this;
  }
}
