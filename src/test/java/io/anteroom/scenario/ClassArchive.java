package io.anteroom.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * An archive of the classes that a replica loads (class data sharing). Scenarios start more than a
 * hundred replicas, and with it a start costs less than half of the CPU. It is made once for an
 * artifact and a JVM, in the build's folder; a replica starts without it as well. The JVM itself
 * checks that it fits.
 */
final class ClassArchive {

  private static final Path FOLDER = Path.of("target/scenario-classes");
  private static final Duration DUMP = Duration.ofSeconds(90);

  private ClassArchive() {}

  private static final Path ARCHIVE = FOLDER.resolve(Runtime.version().feature() + ".jsa");

  /** The option that uses it, or one without effect where it is not there. */
  static String option(String artifact) {
    try {
      return isMade(Path.of(artifact)) ? "-XX:SharedArchiveFile=" + ARCHIVE : "-Xshare:auto";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes it once, also among concurrent builds. */
  static void make(String artifact, Map<String, String> environment) {
    try {
      Files.createDirectories(FOLDER);
      try (FileChannel lock =
          FileChannel.open(
              FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        FileLock mine = lock.tryLock();
        if (mine == null || isMade(Path.of(artifact))) {
          return;
        }
        Path made = FOLDER.resolve("made.jsa");
        Files.deleteIfExists(made);
        AnteroomProcess replica =
            AnteroomProcess.start("class-archive", environment, "-XX:ArchiveClassesAtExit=" + made);
        replica.stop(DUMP);
        Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException | OverlappingFileLockException e) {
      System.out.printf("scenarios start without an archive of classes: %s%n", e);
    }
  }

  /** For this artifact, not for one that was built before. */
  private static boolean isMade(Path artifact) throws IOException {
    return Files.exists(ARCHIVE)
        && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(artifact)) > 0;
  }
}
