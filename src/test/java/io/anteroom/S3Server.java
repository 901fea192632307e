package io.anteroom;

import io.anteroom.sandbox.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real S3 server as a process of its own: S3Proxy over a directory. It can be stopped and started
 * again on its port with what it holds.
 */
public final class S3Server implements AutoCloseable {

  public static final String ACCESS_KEY = "s3-access-key";
  public static final String SECRET_KEY = "s3-secret-key-that-nobody-may-see";

  private static final Duration START = Duration.ofSeconds(30);

  private final Path folder;
  private final int port;
  private Process process;

  /**
   * Starts it.
   *
   * @param folder an empty one, for all it needs
   */
  public S3Server(Path folder) throws IOException {
    this.folder = folder;
    this.port = FreePort.find();
    Files.createDirectories(folder.resolve("buckets"));
    Files.write(
        folder.resolve("s3proxy.conf"),
        List.of(
            "s3proxy.endpoint=" + endpoint(),
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + ACCESS_KEY,
            "s3proxy.credential=" + SECRET_KEY,
            "jclouds.provider=filesystem-nio2",
            "jclouds.identity=unused",
            "jclouds.credential=unused",
            "jclouds.filesystem.basedir=" + folder.resolve("buckets")));
    start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** What a replica needs for the spool in this bucket, as variables of its environment. */
  public Map<String, String> environment(String bucket) {
    return Map.of(
        "ANTEROOM_SPOOL_S3_BUCKET", bucket,
        "ANTEROOM_SPOOL_S3_ENDPOINT", endpoint(),
        "ANTEROOM_SPOOL_S3_PATH_STYLE", "true",
        "ANTEROOM_SPOOL_S3_ACCESS_KEY", ACCESS_KEY,
        "ANTEROOM_SPOOL_S3_SECRET_KEY", SECRET_KEY);
  }

  /** Makes a bucket: here it is a directory. */
  public Path bucket(String name) throws IOException {
    return Files.createDirectories(folder.resolve("buckets").resolve(name));
  }

  /** The keys of all objects of a bucket, and of the parts of those that are not whole. */
  public List<String> keys(String bucket) {
    Path root = folder.resolve("buckets").resolve(bucket);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again after {@link #stop}, and returns when it listens. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                Path.of("target", "s3proxy.jar").toString(),
                "--properties",
                folder.resolve("s3proxy.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    Awaitility.await("S3 server").atMost(START).until(this::listens);
  }

  /** Ends the process at once. */
  public void stop() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    stop();
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
