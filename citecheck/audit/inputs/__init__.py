"""Where an audit's articles come from: folders, exports, WARC files, sitemaps and feeds."""
