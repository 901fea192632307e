package io.anteroom.sandbox.upstream.indexing;

import io.anteroom.sandbox.upstream.content.ContentFolder;
import io.anteroom.sandbox.upstream.content.ContentReader;
import io.anteroom.sandbox.upstream.content.Downloader;
import io.anteroom.sandbox.upstream.content.Extraction;
import io.anteroom.sandbox.upstream.content.StoredFile;
import io.anteroom.sandbox.upstream.search.AssetIndex;
import io.anteroom.sandbox.upstream.settings.ContentSettings;
import io.anteroom.sandbox.upstream.settings.LiveSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real work on content: fetching, keeping, reading, indexing. Never blocks; what would block
 * runs on a bounded pool of workers.
 */
public final class ContentPipeline {
  private final Vertx vertx;
  private final LiveSettings settings;
  private final ContentFolder folder;
  private final AssetIndex index;
  private final Downloader downloader;
  private final ContentReader reader = new ContentReader();
  private final WorkerPool workerPool;

  public ContentPipeline(
      Vertx vertx,
      LiveSettings settings,
      ContentFolder folder,
      AssetIndex index,
      WorkerPool workerPool) {
    this.vertx = vertx;
    this.settings = settings;
    this.folder = folder;
    this.index = index;
    this.workerPool = workerPool;
    this.downloader = new Downloader(vertx);
  }

  /** A place for bytes that are about to come. */
  public Path newFile() {
    return folder.newFile();
  }

  /** Fetches a URL of at most that many bytes, to search with. */
  public Future<StoredFile> fetch(String url, long maxBytes) {
    return downloader.fetch(url, folder.newFile(), content(), maxBytes);
  }

  /** Fetches a URL for an asset. */
  Future<StoredFile> fetchFor(String assetId, String url) {
    return downloader.fetch(url, folder.fileOf(assetId), content(), content().maxIndexBytes());
  }

  /** Keeps a text as an asset's file. */
  Future<StoredFile> keep(String assetId, String text) {
    Path file = folder.fileOf(assetId);
    Buffer bytes = Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    return vertx
        .fileSystem()
        .writeFile(file.toString(), bytes)
        .map(written -> new StoredFile(file, bytes.length(), "text/plain", null));
  }

  /** Keeps a file that was waiting as an asset's file. */
  Future<StoredFile> keep(String assetId, StoredFile waiting) {
    Path file = folder.fileOf(assetId);
    return vertx
        .fileSystem()
        .move(waiting.path().toString(), file.toString())
        .map(moved -> new StoredFile(file, waiting.size(), waiting.declaredType(), waiting.name()));
  }

  /** Finds out what is in a file. */
  public Future<Extraction> read(StoredFile file) {
    return workerPool.run(() -> reader.read(file, content().maxTextChars()));
  }

  /** Reads a file and makes its text findable under that asset. */
  Future<Extraction> index(String account, String assetId, StoredFile file) {
    return workerPool.run(
        () -> {
          Extraction found = reader.read(file, content().maxTextChars());
          index.put(account, assetId, found.text());
          return found;
        });
  }

  /** Makes an asset unfindable, and deletes its file. */
  Future<Void> forget(String assetId) {
    return workerPool.run(
        () -> {
          index.remove(assetId);
          Files.deleteIfExists(folder.fileOf(assetId));
          return null;
        });
  }

  /** Makes everything unfindable, and deletes all files. */
  public Future<Void> forgetAll() {
    return workerPool.run(
        () -> {
          index.clear();
          folder.clear();
          return null;
        });
  }

  /** Deletes a file; one that is gone already is no matter. */
  public Future<Void> discard(StoredFile file) {
    return vertx.fileSystem().delete(file.path().toString()).otherwiseEmpty();
  }

  private ContentSettings content() {
    return settings.current().content();
  }
}
