package io.anteroom.deployment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The files of the checkout that say a version of Anteroom. */
final class VersionedFiles {

  /** What is built, fetched, or of a tool. */
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "dist", ".git");

  /** They tell of a certain release, or of libraries. */
  private static final List<String> ANOTHER_MEANING =
      List.of(
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "docs/releasing.md",
          ".ci/release",
          ".ci/version",
          "clients/generated/typescript/package-lock.json");

  private VersionedFiles() {}

  /** Those that say this version, each by its path in the checkout. */
  static List<Path> naming(String version) throws IOException {
    Pattern pattern = pattern(version);
    Path root = Checkout.path("");
    List<Path> naming = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // Other tests write there.
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = root.relativize(file).toString();
            if (!ANOTHER_MEANING.contains(name)
                && pattern.matcher(Files.readString(file, ISO_8859_1)).find()) {
              naming.add(root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return naming;
  }

  /** Copies files of the checkout to the same places in a folder. */
  static void copy(List<Path> files, Path folder) throws IOException {
    for (Path file : files) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Checkout.path(file.toString()), copy);
    }
  }

  /** Finds the version, and not as a part of a longer one. */
  static Pattern pattern(String version) {
    return Pattern.compile("(?<![0-9.])" + Pattern.quote(version) + "(?![0-9A-Za-z])");
  }
}
