package io.anteroom.sandbox.upstream.indexing;

import io.anteroom.sandbox.upstream.content.ContentType;
import io.anteroom.sandbox.upstream.content.StoredFile;
import io.anteroom.sandbox.upstream.settings.Modality;

/** Where the content of a task comes from. */
public sealed interface ContentSource {
  /** What the content probably is, before anyone has seen it. */
  Modality guess();

  /** It was sent as text. */
  record Text(String text) implements ContentSource {
    @Override
    public Modality guess() {
      return Modality.TEXT;
    }
  }

  /** It has to be fetched. */
  record Url(String url) implements ContentSource {
    @Override
    public Modality guess() {
      return modalityOf(url.split("[?#]", 2)[0]);
    }
  }

  /** It was sent as a file, which lies on disk. */
  record Upload(StoredFile file) implements ContentSource {
    @Override
    public Modality guess() {
      return modalityOf(file.name());
    }
  }

  private static Modality modalityOf(String name) {
    return ContentType.ofName(name).map(type -> type.kind().modality()).orElse(Modality.TEXT);
  }
}
