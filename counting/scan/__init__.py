"""Marks on images: the only place for numpy and cv2. Images in, readings out."""
