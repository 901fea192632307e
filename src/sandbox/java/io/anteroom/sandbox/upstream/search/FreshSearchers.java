package io.anteroom.sandbox.upstream.search;

import java.io.IOException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;

/** Searchers that see all that was written before. Thread-safe. Blocks. */
final class FreshSearchers implements AutoCloseable {
  private final SearcherManager searchers;

  FreshSearchers(IndexWriter writer) throws IOException {
    this.searchers = new SearcherManager(writer, null);
  }

  /** What is done with a searcher while it is ours. */
  @FunctionalInterface
  interface Use<T> {
    T apply(IndexSearcher searcher) throws IOException;
  }

  <T> T use(Use<T> use) throws IOException {
    searchers.maybeRefreshBlocking();
    IndexSearcher searcher = searchers.acquire();
    try {
      return use.apply(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public void close() throws IOException {
    searchers.close();
  }
}
