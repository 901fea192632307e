package io.anteroom.sandbox.upstream.search;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * The words of all assets, in memory. Thread-safe. Blocks: for worker threads only. What was added
 * before a search began is found by it.
 */
public final class AssetIndex implements AutoCloseable {
  private static final String ID = "asset_id";
  private static final String ACCOUNT = "account";
  private static final String TEXT = "text";
  private static final int MAX_HITS = 10_000;

  /** Each could be a word of its own (emoji, CJK), and Lucene takes 1,024 of them. */
  private static final int MAX_QUERY_CHARS = 1_000;

  private final Analyzer analyzer = new StandardAnalyzer();
  private final IndexWriter writer;
  private final FreshSearchers searchers;

  public AssetIndex() throws IOException {
    this.writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig(analyzer));
    this.searchers = new FreshSearchers(writer);
  }

  /** Adds an asset's text, in place of what it had. */
  public void put(String account, String assetId, String text) throws IOException {
    Document document = new Document();
    document.add(new StringField(ID, assetId, Field.Store.YES));
    document.add(new StringField(ACCOUNT, account, Field.Store.NO));
    document.add(new TextField(TEXT, text, Field.Store.YES));
    writer.updateDocument(new Term(ID, assetId), document);
  }

  /** Forgets an asset's text. */
  public void remove(String assetId) throws IOException {
    writer.deleteDocuments(new Term(ID, assetId));
  }

  /** Forgets everything. */
  public void clear() throws IOException {
    writer.deleteAll();
  }

  /** The account's assets with any of the words, best first, at most 10,000. */
  public List<ScoredAsset> withWords(String account, String words) throws IOException {
    String bounded = words.substring(0, Math.min(words.length(), MAX_QUERY_CHARS));
    Query query = new QueryBuilder(analyzer).createBooleanQuery(TEXT, bounded, Occur.SHOULD);
    return query == null ? List.of() : search(searcher -> query, account);
  }

  /** The account's assets that share the telling words of a text, best first, at most 10,000. */
  public List<ScoredAsset> like(String account, String text) throws IOException {
    return search(searcher -> likeQuery(searcher, text), account);
  }

  /** The text of an asset; empty where it is not known. */
  public String text(String assetId) throws IOException {
    return searchers.use(
        searcher -> {
          ScoreDoc[] found = searcher.search(new TermQuery(new Term(ID, assetId)), 1).scoreDocs;
          return found.length == 0 ? "" : searcher.storedFields().document(found[0].doc).get(TEXT);
        });
  }

  private Query likeQuery(IndexSearcher searcher, String text) throws IOException {
    MoreLikeThis likeness = new MoreLikeThis(searcher.getIndexReader());
    likeness.setAnalyzer(analyzer);
    likeness.setFieldNames(new String[] {TEXT});
    // The usual minima of 2 and 5 would find nothing in a sandbox of three assets.
    likeness.setMinTermFreq(1);
    likeness.setMinDocFreq(1);
    return likeness.like(TEXT, new StringReader(text));
  }

  private List<ScoredAsset> search(QuerySource words, String account) throws IOException {
    return searchers.use(
        searcher -> {
          Query query =
              new BooleanQuery.Builder()
                  .add(words.create(searcher), Occur.MUST)
                  .add(new TermQuery(new Term(ACCOUNT, account)), Occur.FILTER)
                  .build();
          List<ScoredAsset> hits = new ArrayList<>();
          for (ScoreDoc hit : searcher.search(query, MAX_HITS).scoreDocs) {
            String id = searcher.storedFields().document(hit.doc, Set.of(ID)).get(ID);
            hits.add(new ScoredAsset(id, hit.score));
          }
          return hits;
        });
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.close();
  }

  private interface QuerySource {
    Query create(IndexSearcher searcher) throws IOException;
  }
}
