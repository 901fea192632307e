package io.anteroom.cli.service;

import io.anteroom.cli.option.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file with profiles: sections in brackets, and lines {@code name = value} in them.
 *
 * @param sections the values by section; empty if there is no file
 * @param readableByOthers whether others than its owner may read or write it
 */
public record ProfileFile(
    Path path, Map<String, Map<String, String>> sections, boolean readableByOthers) {

  private static final Set<String> NAMES =
      Set.of("url", "key", "operator-key", "management-url", "callback-secret");

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * Reads it.
   *
   * @throws UsageException if it is there and cannot be read or understood. No message shows a
   *     value
   */
  static ProfileFile read(Path path) {
    if (!Files.exists(path)) {
      return new ProfileFile(path, Map.of(), false);
    }
    try {
      return new ProfileFile(path, sections(path, Files.readAllLines(path)), isReadable(path));
    } catch (IOException e) {
      throw new UsageException(path + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean isReadable(Path path) throws IOException {
    try {
      return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
    } catch (UnsupportedOperationException e) {
      return false; // Windows has no such permissions
    }
  }

  private static Map<String, Map<String, String>> sections(Path path, List<String> lines) {
    Map<String, Map<String, String>> sections = new HashMap<>();
    Map<String, String> section = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("[") && line.endsWith("]")) {
        String name = line.substring(1, line.length() - 1).strip();
        section = sections.computeIfAbsent(name, any -> new HashMap<>());
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        String[] pair = line.split("=", 2);
        String name = pair[0].strip();
        if (section == null || pair.length < 2 || !NAMES.contains(name)) {
          throw new UsageException(
              "%s, line %d: expected [profile], and below it url, key, operator-key, management-url or callback-secret = value."
                  .formatted(path, i + 1));
        }
        section.put(name, pair[1].strip());
      }
    }
    return sections;
  }
}
