"""Followers: neighbours with the same need are counted on one ticket and hear its end; tickets are joined and split."""
