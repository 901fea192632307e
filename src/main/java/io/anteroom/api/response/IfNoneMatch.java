package io.anteroom.api.response;

import jakarta.ws.rs.core.EntityTag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code If-None-Match} (RFC 9110, 13.1.2): what its reader knows already. Tags are compared
 * weakly; one that is not ours matches nothing. Immutable.
 *
 * @param present whether the header was there, and was one
 * @param any whether it said {@code *}: whatever is there now
 * @param tags the opaque parts of the tags
 */
public record IfNoneMatch(boolean present, boolean any, Set<String> tags) {

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
    Set<String> tags = new HashSet<>();
    Matcher tag = TAG.matcher(text);
    int read = 0;
    while (tag.find()) {
      read = tag.end();
      tags.add(tag.group(1));
    }
    boolean isList = read > 0 && read == text.length();
    return isList ? new IfNoneMatch(true, false, Set.copyOf(tags)) : NONE;
  }

  /** Whether what has this tag is known. */
  public boolean matches(EntityTag tag) {
    return any || tags.contains(tag.getValue());
  }

  /** The same, with {@code *} bound to this tag. */
  public IfNoneMatch at(EntityTag tag) {
    return any ? new IfNoneMatch(true, false, Set.of(tag.getValue())) : this;
  }
}
