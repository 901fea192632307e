package io.anteroom.sandbox.upstream.indexing;

import io.anteroom.sandbox.upstream.assets.SandboxTaskStatus;
import io.anteroom.sandbox.upstream.assets.TrackedAsset;
import io.anteroom.sandbox.upstream.content.Extraction;
import io.anteroom.sandbox.upstream.content.StoredFile;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The work of one task: what each stage does, and what comes of it. Not thread-safe: belongs to the
 * event loop.
 */
final class IndexingRun {
  private final ContentPipeline contentPipeline;
  private final TrackedAsset asset;

  /** Null once its bytes are in a file. */
  private ContentSource source;

  private StoredFile file;

  IndexingRun(ContentPipeline contentPipeline, TrackedAsset asset, ContentSource source) {
    this.contentPipeline = contentPipeline;
    this.asset = asset;
    this.source = source;
  }

  /** The stages before the end, with their times drawn. */
  List<Stage> stages(SandboxSettings settings, RandomGenerator random) {
    StageTimes times = settings.stagesOf(source.guess());
    // Nothing is downloaded of what was sent, but the state is shown on the way.
    long download = source instanceof ContentSource.Url ? times.downloading().draw(random) : 0;
    List<Stage> known =
        List.of(
            Stage.idle(SandboxTaskStatus.INITIALIZING, times.initializing().draw(random)),
            new Stage(SandboxTaskStatus.DOWNLOADING, download, this::download),
            new Stage(SandboxTaskStatus.UPLOADING, times.uploading().draw(random), this::keep),
            new Stage(SandboxTaskStatus.PROCESSING, times.processing().draw(random), this::index));
    return withStrange(known, settings);
  }

  /** Deletes what the task left behind, when it did not end well. */
  void tidy() {
    if (source instanceof ContentSource.Upload upload) {
      contentPipeline.discard(upload.file());
    }
    contentPipeline.forget(assetId());
  }

  private static List<Stage> withStrange(List<Stage> known, SandboxSettings settings) {
    List<String> words = settings.visibility().strangeStatuses();
    List<Stage> all = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      all.add(known.get(i));
      if (i < words.size()) {
        all.add(Stage.idle(words.get(i), settings.visibility().strangeMs()));
      }
    }
    return all;
  }

  private Future<Void> download() {
    return source instanceof ContentSource.Url url
        ? contentPipeline.fetchFor(assetId(), url.url()).map(this::kept)
        : Future.succeededFuture();
  }

  private Future<Void> keep() {
    if (source instanceof ContentSource.Text text) {
      source = null;
      return contentPipeline.keep(assetId(), text.text()).map(this::kept);
    }
    if (source instanceof ContentSource.Upload upload) {
      return contentPipeline.keep(assetId(), upload.file()).map(this::kept);
    }
    return Future.succeededFuture();
  }

  private Void kept(StoredFile stored) {
    file = stored;
    return null;
  }

  private Future<Void> index() {
    return contentPipeline.index(asset.current().account(), assetId(), file).map(this::described);
  }

  private Void described(Extraction found) {
    asset.describe(
        found.type().kind().modality(), found.type().mime(), found.size(), found.media());
    return null;
  }

  private String assetId() {
    return asset.current().assetId();
  }
}
